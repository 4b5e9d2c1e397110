package org.wardlight.api.space;

/**
 * One mistake in the configuration.
 *
 * @param file the file as it was found
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what would be right
 */
public record ConfigurationProblem(String file, int line, int column, String message) {
  /** {@code file:line:column: message}, as compilers print it. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }

  /** {@code file:line:column: warning: message}: it can be used, but should be looked at. */
  public String asWarning() {
    return file + ":" + line + ":" + column + ": warning: " + message;
  }
}
