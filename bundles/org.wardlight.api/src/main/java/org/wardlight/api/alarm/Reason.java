package org.wardlight.api.alarm;

import java.util.Map;

/**
 * Why something holds, to be said in the reader's language: a key into the texts and the arguments
 * that fill it. Times are ISO instants, durations ISO durations, numbers plain; the screen formats
 * them. Never holds a resident's name.
 *
 * @param key for example {@code bathroom.dwell}
 */
public record Reason(String key, Map<String, String> args) {
  public Reason {
    args = Map.copyOf(args);
  }

  /** A reason without arguments. */
  public static Reason of(String key) {
    return new Reason(key, Map.of());
  }
}
