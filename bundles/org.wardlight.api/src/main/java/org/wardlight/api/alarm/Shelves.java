package org.wardlight.api.alarm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Holding alarms back for a while: every shelving has an owner, a reason and an expiry. Provided by
 * the desk; thread-safe. What expires while its reason still holds calls again, and a note of kind
 * {@code shelving.overdue} says so until somebody accepts it.
 */
public interface Shelves {
  Duration SHORTEST = Duration.ofMinutes(5);
  Duration LONGEST = Duration.ofHours(12);

  /**
   * Holds one open alarm back. Refused with {@code shelve.emergency}, {@code shelve.call} (a person
   * raised it), {@code shelve.duration} (not within {@link #SHORTEST} and {@link #LONGEST}), {@code
   * reason.missing}. Shelving a shelved alarm again takes the place of the first.
   */
  CompletionStage<DeskOutcome<Shelving>> shelve(
      String alarmId, String user, String reason, Duration duration);

  /**
   * Holds back what rules and sensors say of one kind at a place.
   *
   * @param kind an alarm kind, for example {@code bathroom.dwell}
   * @param place a room, space or bed
   */
  CompletionStage<DeskOutcome<Shelving>> bypass(
      String ward, String kind, String place, String user, String reason, Duration duration);

  /**
   * Holds back the technical alarms of a room or device; calls never.
   *
   * @param ward the ward, or {@code facility} for a connection or another part of the server
   */
  CompletionStage<DeskOutcome<Shelving>> maintain(
      String ward, String subject, String user, String reason, Duration duration);

  /** Ends it before its time. */
  CompletionStage<DeskOutcome<Shelving>> end(String shelvingId, String user);

  /** All that is held back now, the next to expire first. */
  List<Shelving> current();
}
