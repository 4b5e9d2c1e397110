package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.List;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.rule.Condition;

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
   * A call point is on.
   *
   * @param since since when
   * @param pressed whether it was seen to change from off to on; false for the first reading after
   *     a start
   */
  record Called(Call call, String room, String space, Instant since, boolean pressed)
      implements Input {}

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

  /** A user closes an alarm at a screen. */
  record Close(String alarm, String user, String reason) implements Input {}

  /** The facility no longer has this room or common space. */
  record RoomRemoved(String room) implements Input {}
}
