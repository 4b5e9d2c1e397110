package org.wardlight.api.driver;

/** What became of a write. */
public sealed interface WriteOutcome {
  /** The device confirmed it. */
  record Done() implements WriteOutcome {}

  /** The device or the driver refused it: it did not happen. */
  record Refused(DriverFailure failure) implements WriteOutcome {}

  /** No confirmation came: it may or may not have happened. Read back, never retry blindly. */
  record Unknown(DriverFailure failure) implements WriteOutcome {}
}
