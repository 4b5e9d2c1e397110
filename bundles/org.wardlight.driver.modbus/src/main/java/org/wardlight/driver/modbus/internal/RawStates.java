package org.wardlight.driver.modbus.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which raw values a device uses for the states of a point kind. Immutable. */
final class RawStates {
  private final double[] raws;
  private final double[] states;

  private RawStates(double[] raws, double[] states) {
    this.raws = raws;
    this.states = states;
  }

  /**
   * Reads {@code {off: 0, on: [1, 3]}}; of several raw values of a state the first is written.
   *
   * @param names of the kind's states, in order
   */
  static RawStates of(Map<?, ?> settings, List<String> names) {
    List<double[]> pairs = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          int state = names.indexOf(String.valueOf(name));
          if (state < 0) {
            throw new IllegalArgumentException(
                "states: " + name + " is no state of the kind; it has " + String.join(", ", names));
          }
          for (Object raw : value instanceof List<?> list ? list : List.of(value)) {
            if (!(raw instanceof Number n)) {
              throw new IllegalArgumentException(
                  "states: " + name + " must be a number or a list of numbers, not " + raw);
            }
            if (pairs.stream().anyMatch(p -> p[0] == n.doubleValue())) {
              throw new IllegalArgumentException("states: " + raw + " stands for two states");
            }
            pairs.add(new double[] {n.doubleValue(), state});
          }
        });
    return new RawStates(
        pairs.stream().mapToDouble(p -> p[0]).toArray(),
        pairs.stream().mapToDouble(p -> p[1]).toArray());
  }

  /** The state that a raw value stands for; NaN if for none. */
  double state(double raw) {
    return find(raws, raw, states);
  }

  /** The raw value to write for a state; NaN if there is none. */
  double raw(double state) {
    return find(states, state, raws);
  }

  private static double find(double[] in, double what, double[] out) {
    for (int i = 0; i < in.length; i++) {
      if (in[i] == what) {
        return out[i];
      }
    }
    return Double.NaN;
  }
}
