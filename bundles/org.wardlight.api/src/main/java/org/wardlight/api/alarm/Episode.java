package org.wardlight.api.alarm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One way of a resident from its first to its last step, for example {@code night.path}: bed, path
 * light, bathroom, bed. Rules see the steps, the desk records them. A step that no sensor could
 * tell is unknown, never guessed.
 *
 * @param id {@code kind@bed@since}, so that a restart or a repeated conclusion doubles nothing
 * @param bed the bed's id
 * @param resident the id of who had the bed then
 * @param since when the bed was left
 * @param light when the path light came on; null if it was not seen to
 * @param bathroom when the bathroom was entered first; null if it was not seen to be
 * @param bathroomLeft when the bathroom was left last; null if it was not seen to be
 * @param back when the bed was occupied again; null if that is not known, or not yet
 * @param staff when staff was there; null if they were not
 * @param missing the step that had not come in time, or not at all; null if none is missing
 * @param bathroomUnknown whether the bathroom could not be told for a part of the time
 * @param bedUnknown whether the bed could not be told when it was left or when somebody came back
 * @param until when it ended, which with {@link Outcome#UNKNOWN} is when that was known; null while
 *     it goes on
 * @param outcome how it ended; null while it goes on
 */
public record Episode(
    String id,
    String kind,
    String ward,
    String room,
    String bed,
    String resident,
    Instant since,
    @Nullable Instant light,
    @Nullable Instant bathroom,
    @Nullable Instant bathroomLeft,
    @Nullable Instant back,
    @Nullable Instant staff,
    @Nullable EpisodeMark missing,
    boolean bathroomUnknown,
    boolean bedUnknown,
    @Nullable Instant until,
    @Nullable Outcome outcome) {

  /** How an episode ended. The first that applies, in this order. */
  public enum Outcome {
    /** The bed could not be told, or the bathroom where that decides. */
    UNKNOWN,
    /** Staff was with the resident. */
    STAFF_ATTENDED,
    /** A step had not come in time, or not at all. */
    STEP_MISSING,
    /** The night ended first. */
    STAYED_UP,
    /** Every step was seen. */
    COMPLETE
  }

  /** How long it took; null while it goes on, and where its beginning or end is not known. */
  public @Nullable Duration duration() {
    return until == null || bedUnknown ? null : Duration.between(since, until);
  }
}
