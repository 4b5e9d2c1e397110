package org.wardlight.api.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who is on duty, and how calls are passed on. The chain of each shift comes from {@code
 * alarms.yaml}; who is there is said at the screen and journalled. Thread-safe.
 */
public interface Duty {
  /**
   * Goes on duty in a group; who is on duty in another group of the ward changes it. Refused with
   * {@code duty.no.such.group}. Ends by itself after {@link
   * org.wardlight.api.space.AlarmSettings#dutyEndsAfter}.
   */
  CompletionStage<DeskOutcome<Board>> begin(String ward, String user, String group);

  /** Goes off duty. Calls of a group in which nobody is left are passed on at once. */
  CompletionStage<DeskOutcome<Board>> end(String ward, String user);

  /** The ward's shift and who is on duty, as announced. */
  Board board(String ward);

  /**
   * A ward's duty.
   *
   * @param shift the shift's name; empty if the ward has no roster
   * @param chain the groups in the order in which they are called, before everybody
   * @param groups all groups of the ward's roster
   */
  record Board(
      String ward, String shift, List<Level> chain, List<String> groups, List<OnDuty> onDuty) {
    public Board {
      chain = List.copyOf(chain);
      groups = List.copyOf(groups);
      onDuty = List.copyOf(onDuty);
    }
  }

  /**
   * A step of the chain.
   *
   * @param reachable whether somebody is on duty in the group, or it needs nobody on duty
   * @param delay how long it is called before the next one is
   */
  record Level(String group, boolean reachable, Duration delay) {}

  /** Somebody on duty. */
  record OnDuty(String user, String group, Instant since) {}
}
