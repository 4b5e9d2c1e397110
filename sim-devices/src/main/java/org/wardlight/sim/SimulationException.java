package org.wardlight.sim;

import java.util.Collection;
import java.util.Locale;

/** Something that the simulated facility was asked and cannot do; the message is for people. */
public final class SimulationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NAMES_LISTED = 40;

  public SimulationException(String message) {
    super(message);
  }

  public SimulationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** An unknown name, with the nearest known one, or all of them, as a hint. */
  static SimulationException unknown(String what, String name, Collection<String> known) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    String hint = "";
    if (least <= Math.max(2, name.length() / 3)) {
      hint = " Did you mean " + nearest + "?";
    } else if (known.size() <= NAMES_LISTED) {
      hint = " Known: " + String.join(", ", known) + ".";
    }
    return new SimulationException("there is no " + what + " \"" + name + "\"." + hint);
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
