package io.kafkavertx.internal.config;

import java.util.Collection;

/** What a person may have meant by a name that does not exist. */
public final class Spelling {
  private Spelling() {}

  /** The end of a sentence that names the nearest of {@code known}; empty when there is none. */
  public static String hint(String name, Collection<String> known) {
    String best = nearest(name, known);
    return best == null ? "" : "; the nearest is '" + best + "'";
  }

  /** The nearest of {@code known}; null when there is none. */
  public static String nearest(String name, Collection<String> known) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Whether one may be meant by the other: few letters differ. */
  public static boolean isNear(String name, String other) {
    int longer = Math.max(name.length(), other.length());
    return distance(name, other) <= Math.max(1, longer / 3);
  }

  /** Levenshtein's edit distance. */
  public static int distance(String a, String b) {
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
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
