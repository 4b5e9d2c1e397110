package org.wardlight.api.point;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.space.SpaceKind;

/**
 * What a point means, for example {@code bathroom.presence}. Kinds come from {@code
 * point-kinds.yaml}; rules, screens and records speak of kinds, never of registers.
 *
 * @param id dotted lower-case name, unique in the facility
 * @param space the part of a room that the kind belongs to
 * @param type how to read the number
 * @param unit UCUM-like unit shown to people ("°C", "%", "ppm"); empty if there is none
 * @param states names of the states, in order of their number; empty unless the type is STATE
 * @param safety whether somebody's protection rests on it: its value and since survive a restart
 * @param output whether the server decides it (a lamp, a light) rather than the device
 * @param raises the call that a change from 0 to another value raises, past the rules engine
 * @param recordEvery longest time between two recorded samples of an unchanged value; numbers are
 *     not recorded more often than this, booleans and states at every change
 */
public record PointKind(
    String id,
    SpaceKind space,
    ValueType type,
    String unit,
    List<String> states,
    boolean safety,
    boolean output,
    @Nullable Call raises,
    Duration recordEvery) {

  public PointKind {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a point kind needs an id");
    }
    if (recordEvery.isNegative() || recordEvery.isZero()) {
      throw new IllegalArgumentException("recordEvery must be positive, not " + recordEvery);
    }
    states = List.copyOf(states);
  }

  /**
   * The call that a kind raises.
   *
   * @param kind the alarm kind, for example {@code call.bed}
   * @param alarmClass how urgent it is
   * @param wetRoomOnly whether it may be reset in the wet room only
   */
  public record Call(String kind, AlarmClass alarmClass, boolean wetRoomOnly) {}
}
