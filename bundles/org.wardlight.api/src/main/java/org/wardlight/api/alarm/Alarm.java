package org.wardlight.api.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people handle. Its identity is kind, space and episode start, so that a restart or a
 * repeated condition never doubles it. Of one kind and space at most one alarm is open.
 *
 * @param id {@link #idOf}
 * @param kind for example {@code bathroom.dwell}; for calls the kind of {@link
 *     org.wardlight.api.point.PointKind.Call}
 * @param ward the ward's id, or {@code facility} ({@link org.wardlight.api.time.Lanes#FACILITY})
 *     for what concerns no single ward
 * @param room the room (or common space); empty for what concerns no room
 * @param space the space or bed; empty for what concerns no room
 * @param since when the episode began (the resident entered the bathroom, the button was pressed)
 * @param raisedAt when the alarm was raised
 * @param wetRoomOnly a call that may be reset in the wet room only
 * @param conditionActive whether what raised it still holds; always false for a call
 * @param repeats how often it was called again or came back while open
 * @param acceptedBy user name of who said "I'm going"; null until then
 * @param attendedAt when presence was last set in the room for it; null until then
 * @param closedBy user name; {@code presence} or {@code condition} if it ended by itself
 * @param closeReason why it was closed; null until then
 * @param recorded false if the journal could not take its last event: shown all the same
 * @param handling who is called and what holds it back
 */
public record Alarm(
    String id,
    String kind,
    AlarmClass alarmClass,
    String ward,
    String room,
    String space,
    Reason reason,
    Instant since,
    Instant raisedAt,
    State state,
    boolean wetRoomOnly,
    boolean conditionActive,
    int repeats,
    @Nullable String acceptedBy,
    @Nullable Instant acceptedAt,
    @Nullable Instant attendedAt,
    @Nullable Instant closedAt,
    @Nullable String closedBy,
    @Nullable String closeReason,
    boolean recorded,
    Handling handling) {

  /** An alarm of which no more is known than its own story. */
  public Alarm(
      String id,
      String kind,
      AlarmClass alarmClass,
      String ward,
      String room,
      String space,
      Reason reason,
      Instant since,
      Instant raisedAt,
      State state,
      boolean wetRoomOnly,
      boolean conditionActive,
      int repeats,
      @Nullable String acceptedBy,
      @Nullable Instant acceptedAt,
      @Nullable Instant attendedAt,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String closeReason,
      boolean recorded) {
    this(
        id,
        kind,
        alarmClass,
        ward,
        room,
        space,
        reason,
        since,
        raisedAt,
        state,
        wetRoomOnly,
        conditionActive,
        repeats,
        acceptedBy,
        acceptedAt,
        attendedAt,
        closedAt,
        closedBy,
        closeReason,
        recorded,
        Handling.NONE);
  }

  /** Where an alarm stands. */
  public enum State {
    RAISED,
    /** Somebody said "I'm going". */
    ACCEPTED,
    /** Somebody is in the room. */
    ATTENDED,
    CLOSED
  }

  /** The identity of an alarm: {@code kind@space@since}. */
  public static String idOf(String kind, String space, Instant since) {
    return kind + "@" + space + "@" + since;
  }

  public boolean open() {
    return state != State.CLOSED;
  }

  /** Whether it is held back: it stays in the list, without lamp, sound and escalation. */
  public boolean shelved() {
    return handling.shelvedUntil() != null;
  }

  /** Whether it waits for somebody to say "I'm going": screens repeat their sound until then. */
  public boolean calling() {
    return state == State.RAISED
        && alarmClass.needsPerson()
        && !shelved()
        && handling.test() == null;
  }
}
