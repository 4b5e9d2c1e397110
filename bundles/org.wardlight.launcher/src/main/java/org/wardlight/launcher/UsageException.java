package org.wardlight.launcher;

/** The command line or a settings file makes no sense; the message says what to change. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
