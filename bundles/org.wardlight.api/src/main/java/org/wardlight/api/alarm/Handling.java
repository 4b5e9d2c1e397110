package org.wardlight.api.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an open alarm is being brought to people: who is called, and what holds it back.
 *
 * @param level how far it was passed on: 0 is the first group of the shift's chain
 * @param called the group that is called now; {@link #EVERYBODY} after the last one and where there
 *     is no chain
 * @param levelSince since when that group is called; the next deadline is computed from it
 * @param shelvedUntil when it calls again although nobody has done anything; null if it is not held
 *     back
 * @param shelving the id of the {@link Shelving} that holds it back; null if none does
 * @param overdueSince since when its shelving is over although it still holds and nobody has
 *     accepted it; null if that is not so
 * @param test the id of the {@link WalkTest} that it belongs to; null for a real alarm
 * @param spokenBy user name of who accepted and talked to the resident since; null if nobody did
 * @param spokenAt when
 */
public record Handling(
    int level,
    String called,
    @Nullable Instant levelSince,
    @Nullable Instant shelvedUntil,
    @Nullable String shelving,
    @Nullable Instant overdueSince,
    @Nullable String test,
    @Nullable String spokenBy,
    @Nullable Instant spokenAt) {
  /** Who is called when all groups were, or when there are none. */
  public static final String EVERYBODY = "everybody";

  /** Of an alarm that was just raised. */
  public static final Handling NONE =
      new Handling(0, EVERYBODY, null, null, null, null, null, null, null);

  public Handling {
    if (level < 0) {
      throw new IllegalArgumentException("level must not be negative: " + level);
    }
  }
}
