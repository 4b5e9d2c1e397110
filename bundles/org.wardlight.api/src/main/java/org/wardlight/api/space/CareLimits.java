package org.wardlight.api.space;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one resident's care plan, changed by a person while the server runs. What may be
 * changed, and within which bounds, is what the configuration's schema says of a plan; values are
 * written as there ({@code 20min}, {@code urgent}, {@code true}, {@code 22.5}). A change is on disk
 * before it counts, survives a restart, and is told to every {@link FacilityObserver} at once; the
 * journal gets it as soon as it takes it. Thread-safe; who may do this is for the caller to check.
 */
public interface CareLimits extends TriedPlans {
  /** Who ended a change whose time was over. */
  String EXPIRY = "expiry";

  /** The shortest time after which a change may end by itself. */
  Duration SHORTEST = Duration.ofMinutes(1);

  /** All limits of a resident, in the order of the schema; empty if there is no such resident. */
  List<Limit> limits(String resident);

  /** What was changed for a resident, the newest first; bounded, the journal has all of it. */
  List<Change> changes(String resident);

  /**
   * Changes some limits; all of them or none.
   *
   * @param values by name of the limit
   * @param who the account that asks
   * @param length until the default counts again; null for until somebody changes it
   */
  CompletionStage<Outcome> change(
      String resident,
      Map<String, String> values,
      String who,
      String reason,
      @Nullable Duration length);

  /**
   * Goes back to what the configuration says.
   *
   * @param limits by name; empty for all that were changed
   */
  CompletionStage<Outcome> reset(String resident, Set<String> limits, String who, String reason);

  /** How a limit is written. */
  enum Kind {
    CHOICE,
    FLAG,
    NUMBER,
    DURATION,
    TIME,
    TEXT
  }

  /**
   * One limit of a resident.
   *
   * @param choices the words of a choice, else empty
   * @param min of a number; null if there is none
   * @param max of a number; null if there is none
   * @param hint what a value looks like, in English; may be empty
   * @param value what counts now
   * @param byDefault what the configuration says
   * @param changed the change that counts; null if the default does
   */
  record Limit(
      String name,
      Kind kind,
      List<String> choices,
      @Nullable Double min,
      @Nullable Double max,
      String hint,
      String value,
      String byDefault,
      @Nullable Change changed) {
    public Limit {
      choices = List.copyOf(choices);
    }
  }

  /**
   * A limit was changed, or is what the configuration says again.
   *
   * @param by user name, or {@link #EXPIRY}
   * @param until when the default counts again; null for no end
   * @param recorded whether the journal has it
   */
  record Change(
      Instant at,
      String resident,
      String limit,
      String from,
      String to,
      String by,
      String reason,
      @Nullable Instant until,
      boolean recorded) {}

  /** What became of a wish to change limits. */
  sealed interface Outcome {
    /** It counts; every observer has heard of it. */
    record Done(List<Limit> limits) implements Outcome {
      public Done {
        limits = List.copyOf(limits);
      }
    }

    /**
     * Nothing was changed.
     *
     * @param detail what is wrong and what would be right
     */
    record Refused(Refusal why, String detail) implements Outcome {}
  }

  /** Why nothing was changed. */
  enum Refusal {
    NO_SUCH_RESIDENT,
    NO_SUCH_LIMIT,
    /** Not written as the schema wants it, or out of its bounds. */
    BAD_VALUE,
    BAD_EXPIRY,
    NO_REASON,
    /** It could not be written, so it would not survive a restart. */
    NOT_SAVED
  }
}
