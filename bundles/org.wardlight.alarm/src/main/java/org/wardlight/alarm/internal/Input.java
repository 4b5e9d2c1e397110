package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Stage;

/** What the machine of a ward is told. */
sealed interface Input {
  /**
   * Rules (or a part of the server) say what began and ended.
   *
   * @param complete whether {@code began} is all that holds
   */
  record Conditions(boolean complete, List<Condition> began, List<Condition> ended)
      implements Input {}

  /**
   * Rules say what began and ended of residents' ways.
   *
   * @param complete whether {@code began} is all that holds
   * @param watchedSince since when this server watches; null once it has been told what holds: what
   *     changed in between was seen
   */
  record Stages(
      boolean complete, List<Stage> began, List<Stage> ended, @Nullable Instant watchedSince)
      implements Input {
    /** Whether something may have happened at any time while no server ran. */
    boolean unwatched(Instant firstRead) {
      return watchedSince != null && !firstRead.isBefore(watchedSince);
    }
  }

  /**
   * A call point is on.
   *
   * @param point its name
   * @param since since when
   * @param pressed whether it was seen to change from off to on; false for the first reading after
   *     a start
   */
  record Called(
      String point, PointKind.Call call, String room, String space, Instant since, boolean pressed)
      implements Input {}

  /**
   * The button of a bedside terminal was pressed.
   *
   * @param terminal its id
   * @param name what staff call it
   * @param call what the button of a bed raises
   */
  record TerminalPressed(String terminal, String name, PointKind.Call call, String room, String bed)
      implements Input {}

  /** A user bound a terminal to a bed. */
  record PairTerminal(String terminal, String name, String bed, String user) implements Input {}

  /** A user took a terminal from its bed. */
  record RevokeTerminal(String terminal, String name, String bed, String user) implements Input {}

  /** Staff presence is or is not set in the room. */
  record PresenceRead(String room, boolean present) implements Input {}

  /**
   * A reset button was pressed.
   *
   * @param wetRoom whether it is the one in the wet room
   */
  record ResetPressed(String room, boolean wetRoom) implements Input {}

  /** A user says "I'm going". */
  record Accept(String alarm, String user) implements Input {}

  /** The user who accepted has talked to the resident. */
  record SpokenWith(String alarm, String user) implements Input {}

  /** A user closes an alarm at a screen. */
  record Close(String alarm, String user, String reason) implements Input {}

  /** The facility no longer has this room or common space. */
  record RoomRemoved(String room) implements Input {}

  /**
   * A user holds something back.
   *
   * @param kind the alarm kind of a bypass, else empty
   * @param subject the alarm, place or device
   */
  record Shelve(
      Shelving.Type type,
      String kind,
      String subject,
      String user,
      String reason,
      Duration duration)
      implements Input {}

  /** A user ends a shelving before its time. */
  record EndShelving(String id, String user) implements Input {}

  /** A user goes on duty. */
  record BeginDuty(String user, String group) implements Input {}

  /** A user goes off duty. */
  record EndDuty(String user) implements Input {}

  /**
   * A user begins to walk from call point to call point.
   *
   * @param room empty for the whole ward
   */
  record BeginWalkTest(String room, String user, Duration duration) implements Input {}

  /** A user ends a walk test before its time. */
  record EndWalkTest(String id, String user) implements Input {}

  /** An alarm was handed to a screen. */
  record Delivered(String alarm, String screen) implements Input {}

  /** A screen showed an alarm to somebody. */
  record Seen(String alarm, String screen, String user) implements Input {}

  /** A shift is handed over, with so much on the sheet. */
  record HandOver(String user, String note, int open, int shelved, int uncovered)
      implements Input {}

  /** Nothing but the time has changed. */
  record TimePassed() implements Input {}
}
