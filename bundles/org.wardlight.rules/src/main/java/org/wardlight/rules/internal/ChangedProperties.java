package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.List;
import org.wardlight.api.rule.Reading;

/**
 * What differs between two readings of a point, in the words of rules: a condition that asks for
 * nothing of it is not looked at again. A room that gets warmer was known before and is known now.
 */
final class ChangedProperties {
  private static final String[] NAMES = {"value", "on", "off", "known", "since", "quality"};
  private static final String[][] COMBINATIONS = combinations();

  private ChangedProperties() {}

  private static String[][] combinations() {
    String[][] all = new String[1 << NAMES.length][];
    for (int bits = 0; bits < all.length; bits++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < NAMES.length; i++) {
        if ((bits & 1 << i) != 0) {
          names.add(NAMES[i]);
        }
      }
      all[bits] = names.toArray(String[]::new);
    }
    return all;
  }

  /** The names of what differs; none if nothing does. Nobody changes the array. */
  static String[] between(Reading before, Reading now) {
    int bits = 0;
    if (Double.compare(before.value(), now.value()) != 0) {
      bits |= 1;
      bits |= before.isOn() == now.isOn() ? 0 : 1 << 1;
      bits |= before.isOff() == now.isOff() ? 0 : 1 << 2;
      bits |= before.isKnown() == now.isKnown() ? 0 : 1 << 3;
    }
    bits |= before.since().equals(now.since()) ? 0 : 1 << 4;
    bits |= before.quality() == now.quality() ? 0 : 1 << 5;
    return COMBINATIONS[bits];
  }
}
