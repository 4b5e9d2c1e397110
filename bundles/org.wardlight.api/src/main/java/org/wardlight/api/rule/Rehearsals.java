package org.wardlight.api.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays changed rules, or changed limits, over what was recorded, beside the rules that run, and
 * says which alarms would have been different. In virtual time, on a thread of its own, without any
 * effect. What people did does not matter: both sides see the same samples. Thread-safe.
 */
public interface Rehearsals {
  /** How long a range may be. */
  Duration LONGEST = Duration.ofDays(31);

  /** How many may wait or run; of finished ones as many are kept. */
  int MOST = 8;

  /**
   * Begins a rehearsal.
   *
   * @return its id
   * @throws IllegalArgumentException if the request makes no sense; the message says why
   * @throws IllegalStateException if too many run or wait, or nothing was recorded by this server
   */
  String start(Request request);

  /** All that are known, newest first. */
  List<Rehearsal> list();

  /** One of them; null if there is none with this id. */
  @Nullable Rehearsal find(String id);

  /** Stops it; what it has found so far stays. Returns false if there is none with this id. */
  boolean cancel(String id);

  /**
   * What to try out. At least one of files, pending and limits is given.
   *
   * @param files changed rule files by path relative to the rule directory; an empty text leaves
   *     the file out; all others are those of the running set
   * @param pending whether to try the rule directory as it is now instead of the running set
   * @param limits changed limits by resident's id, then by name; written as for {@link
   *     org.wardlight.api.space.CareLimits#change}
   * @param rooms the rooms to look at; empty for all
   * @param from inclusive
   * @param to exclusive, not in the future
   * @param by user name of who asked
   */
  record Request(
      Map<String, String> files,
      boolean pending,
      Map<String, Map<String, String>> limits,
      List<String> rooms,
      Instant from,
      Instant to,
      String by) {
    public Request {
      files = Map.copyOf(files);
      limits = Map.copyOf(limits);
      rooms = List.copyOf(rooms);
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("from must lie before to: " + from + ", " + to);
      }
      if (Duration.between(from, to).compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("the range must not exceed 31 days");
      }
    }
  }

  /**
   * How far it is and what it found.
   *
   * @param done 0 to 1
   * @param samples how many recorded samples were played
   * @param problems why it failed
   * @param differences in the order of rooms, then time; bounded
   * @param same how many alarms were the same on both sides
   * @param more differences that found no room in the list
   */
  record Rehearsal(
      String id,
      Request request,
      State state,
      double done,
      long samples,
      List<RuleProblem> problems,
      List<Difference> differences,
      long same,
      long more) {
    public Rehearsal {
      problems = List.copyOf(problems);
      differences = List.copyOf(differences);
    }
  }

  /** Where a rehearsal stands. */
  enum State {
    WAITING,
    RUNNING,
    FINISHED,
    CANCELLED,
    FAILED
  }

  /**
   * An alarm that would be different.
   *
   * @param kind the condition's kind
   * @param since when its episode began
   * @param before when it is raised by what runs now; null if it is not
   * @param after when it would be raised by what is tried out; null if it would not
   * @param classBefore its class now; null if it is not raised
   * @param classAfter its class then; null if it would not be raised
   */
  record Difference(
      Change change,
      String ward,
      String room,
      String space,
      String kind,
      Instant since,
      @Nullable Instant before,
      @Nullable Instant after,
      org.wardlight.api.alarm.@Nullable AlarmClass classBefore,
      org.wardlight.api.alarm.@Nullable AlarmClass classAfter) {}

  /** How an alarm would be different. */
  enum Change {
    NEW,
    GONE,
    EARLIER,
    LATER,
    /** Raised at the same time, but of another class. */
    RECLASSIFIED
  }
}
