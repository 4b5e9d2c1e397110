package org.wardlight.facility.internal;

import java.util.Random;

/** What slips of the hand do to a file. */
final class Mutation {
  private static final String SIGNS = "{}[]:,\"'&*!|>%@#-? \t\n\0~0x\uFEFF";

  private Mutation() {}

  /** The text with one to three slips; the same for the same random numbers. */
  static String of(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    for (int i = random.nextInt(3); i >= 0 && text.length() > 1; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        case 2 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(40)));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
      }
    }
    return text.toString();
  }
}
