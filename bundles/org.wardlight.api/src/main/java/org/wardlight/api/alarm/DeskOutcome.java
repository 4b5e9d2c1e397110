package org.wardlight.api.alarm;

/**
 * What became of something that a person asked of the desk; the stage that holds it completes once
 * it is committed (or shown unrecorded, if the journal failed).
 *
 * @param <T> what there is now
 */
public sealed interface DeskOutcome<T> {
  /** It was done. */
  record Done<T>(T value) implements DeskOutcome<T> {}

  /** There is no such ward, alarm, shelving, test. */
  record NotFound<T>(String what) implements DeskOutcome<T> {}

  /**
   * The rules of the desk do not allow it.
   *
   * @param why a key for the screen, for example {@code shelve.emergency}
   */
  record NotAllowed<T>(String why) implements DeskOutcome<T> {}
}
