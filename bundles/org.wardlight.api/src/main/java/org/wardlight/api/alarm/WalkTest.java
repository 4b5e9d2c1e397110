package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of a walk test: every call point of a ward or room, and what came of pressing it.
 *
 * @param room the room, or empty for the whole ward
 * @param by user name of who walks
 * @param until when it ends by itself
 * @param ended when it ended; null while it runs
 * @param lines one for each call point, in the order of the facility
 */
public record WalkTest(
    String id,
    String ward,
    String room,
    String by,
    Instant from,
    Instant until,
    @Nullable Instant ended,
    List<Line> lines) {
  public WalkTest {
    lines = List.copyOf(lines);
  }

  /** What came of a call point. */
  public enum Result {
    /** Not pressed: still to do, or missing once the test has ended. */
    NOT_PRESSED,
    /** Pressed and recorded, but no screen has said that it shows it. */
    NOT_SHOWN,
    /** Pressed, and shown on a screen. */
    SHOWN
  }

  /**
   * One call point.
   *
   * @param alarm the test call it made; null until then
   */
  public record Line(
      String point,
      String kind,
      String room,
      String space,
      @Nullable Instant pressedAt,
      @Nullable Instant shownAt,
      @Nullable String alarm) {
    public Result result() {
      if (pressedAt == null) {
        return Result.NOT_PRESSED;
      }
      return shownAt == null ? Result.NOT_SHOWN : Result.SHOWN;
    }
  }

  /** The call points that nobody pressed. */
  public List<Line> missing() {
    return lines.stream().filter(line -> line.result() == Result.NOT_PRESSED).toList();
  }
}
