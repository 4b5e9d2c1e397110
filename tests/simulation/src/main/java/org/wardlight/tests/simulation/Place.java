package org.wardlight.tests.simulation;

/** What an alarm is about, from its id, {@code kind@space@since}. */
record Place(String kind, String space) {
  static Place of(String alarmId) {
    int kindEnd = alarmId.indexOf('@');
    int spaceEnd = alarmId.lastIndexOf('@');
    if (kindEnd < 0 || spaceEnd == kindEnd) {
      throw new IllegalArgumentException("not an alarm's id: " + alarmId);
    }
    return new Place(alarmId.substring(0, kindEnd), alarmId.substring(kindEnd + 1, spaceEnd));
  }
}
