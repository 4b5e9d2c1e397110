package org.wardlight.api.alarm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Walk tests: somebody walks from button to button and presses each once. The first press of a
 * point during its test is a test call: shown, marked, with its lamp, without sound and escalation,
 * and it ends itself after a minute unless somebody accepts it. The second press of the same point
 * is a real call, and so is every press in a room with staff presence (a staff emergency): leave
 * presence off while testing. Thread-safe.
 */
public interface WalkTests {
  Duration LONGEST = Duration.ofHours(4);

  /**
   * Begins a test. Refused with {@code walktest.running} if one runs there, {@code
   * walktest.duration} if it is to take longer than {@link #LONGEST}.
   *
   * @param room empty for the whole ward
   */
  CompletionStage<DeskOutcome<WalkTest>> begin(
      String ward, String room, String user, Duration duration);

  /** Ends it; what was not pressed is missing. */
  CompletionStage<DeskOutcome<WalkTest>> end(String testId, String user);

  /** The running tests and the last 20 ended ones of each ward, newest first. */
  List<WalkTest> all();
}
