package org.wardlight.api.field;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Outputs held by hand: by whom, why and until when. Thread-safe, never blocks.
 *
 * <p>An override beats rules and schedules, never an alarm: what {@link Origin#ALARM} wishes to
 * show is shown. While an alarm wishes an output to be off (0), there is nothing that an override
 * could hide, and it holds: so a door lamp can be tried out. Who may do this is for the caller to
 * check; but what a resident sets at a bedside terminal ({@link ManualOverride#ownerAt}) never
 * replaces what staff hold.
 */
public interface Overrides {
  Duration SHORTEST = Duration.ofMinutes(1);
  Duration LONGEST = Duration.ofHours(24);

  /**
   * Holds an output; replaces an earlier override of it. It counts, and the answer comes, once it
   * is on disk; a second one for the same point that comes meanwhile wins.
   *
   * @param until from one minute to 24 hours ahead
   * @param reason not blank, at most 200 characters
   */
  CompletionStage<Outcome> override(
      int point, double value, String owner, Instant until, String reason);

  /** Lets go at once; the next wish wins. Returns false if nobody held it. */
  boolean release(int point, String user);

  /** What is held now, in the order of the points' names. */
  List<ManualOverride> overrides();

  /** What became of a wish to override. */
  sealed interface Outcome {
    record Held(ManualOverride override) implements Outcome {}

    /**
     * Nothing was changed.
     *
     * @param detail for the engineer: which bounds, what failed
     */
    record Refused(Refusal why, String detail) implements Outcome {}
  }

  /** Why an output cannot be overridden. */
  enum Refusal {
    /** There is no such point, or it is no output that the server may write. */
    NOT_AN_OUTPUT,
    OUT_OF_BOUNDS,
    /** Less than a minute or more than 24 hours. */
    BAD_EXPIRY,
    NO_REASON,
    /** The owner is a bedside terminal, and staff hold the output or are about to. */
    HELD_BY_STAFF,
    /** The store did not take it, so it would not survive a restart. */
    NOT_SAVED
  }
}
