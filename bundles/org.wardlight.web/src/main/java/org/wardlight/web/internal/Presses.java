package org.wardlight.web.internal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.DeskOutcome;

/**
 * The presses of one terminal. What a trembling or stuck finger adds to a call that stands is
 * answered like the press before; no press is ever refused or forgotten.
 */
final class Presses {
  /** The desk takes presses within a second for one; so does this, and spares it the second. */
  private static final long ONE_PRESS_NANOS = Duration.ofSeconds(1).toNanos();

  /** So many presses in a row repeat a call... */
  private static final int IN_A_ROW = 5;

  /** ...and then one each time this is over. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private double left = IN_A_ROW;
  private long lastNanos;
  private String lastId = "";
  private @Nullable CompletionStage<DeskOutcome<Alarm>> last;

  /**
   * A press.
   *
   * @param id the press's own: the same again is the same press, sent again over another connection
   * @param covered whether this answer says all that another press could bring about
   * @param call calls
   */
  CompletionStage<DeskOutcome<Alarm>> press(
      String id,
      long nowNanos,
      Predicate<CompletionStage<DeskOutcome<Alarm>>> covered,
      Supplier<CompletionStage<DeskOutcome<Alarm>>> call) {
    CompletionStage<DeskOutcome<Alarm>> before = last;
    if (before != null && id.equals(lastId)) {
      return before;
    }
    long since = nowNanos - lastNanos;
    lastNanos = nowNanos;
    lastId = id;
    if (before != null) {
      left = Math.min(IN_A_ROW, left + (double) since / AGAIN_NANOS);
      if ((since < ONE_PRESS_NANOS || left < 1) && covered.test(before)) {
        return before;
      }
    }
    left = Math.max(0, left - 1);
    CompletionStage<DeskOutcome<Alarm>> called = call.get();
    last = called;
    return called;
  }
}
