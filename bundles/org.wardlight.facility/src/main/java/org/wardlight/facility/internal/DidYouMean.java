package org.wardlight.facility.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Guesses what somebody meant to write. */
final class DidYouMean {
  private static final int LISTED = 20;

  private DidYouMean() {}

  /**
   * The end of a message: {@code : did you mean `x`?} if a known word is close, else the known
   * words if there are few, else nothing.
   */
  static String among(String word, Collection<String> known) {
    String best = closest(word, known);
    if (!best.isEmpty()) {
      return ": did you mean `" + best + "`?";
    }
    if (known.isEmpty() || known.size() > LISTED) {
      return "";
    }
    return ": known " + (known.size() == 1 ? "is " : "are ") + list(known);
  }

  static String list(Collection<String> words) {
    return words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
  }

  /** The known word closest to this one; empty if none is close. The same for equal sets. */
  static String closest(String word, Collection<String> known) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : new TreeSet<>(known)) {
      int distance = distance(folded(word), folded(candidate));
      if (distance < least
          && distance <= Math.max(1, candidate.length() / 3)
          && distance < Math.max(word.length(), candidate.length())) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }

  /** Letters to insert, remove, replace or swap with a neighbour to get from one to the other. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] =
            Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
