package org.wardlight.api.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an alarm or in a room, as it is written to the journal. From the
 * events alone, in order, the state of every alarm can be rebuilt.
 */
public sealed interface AlarmEvent {
  Instant at();

  /** The ward's id; {@code facility} for what concerns no single ward. */
  String ward();

  /** The alarm's id; null for what concerns no single alarm. */
  default @Nullable String alarm() {
    return null;
  }

  /**
   * A new alarm.
   *
   * @param shelving the id of the shelving that holds it back from the first; null if none does
   * @param shelvedUntil until when
   * @param test the id of the walk test that it belongs to; null for a real alarm
   */
  record Raised(
      Instant at,
      String ward,
      String alarm,
      String kind,
      AlarmClass alarmClass,
      String room,
      String space,
      Instant since,
      Reason reason,
      boolean wetRoomOnly,
      boolean conditionActive,
      @Nullable String shelving,
      @Nullable Instant shelvedUntil,
      @Nullable String test)
      implements AlarmEvent {
    /** One that nothing holds back. */
    public Raised(
        Instant at,
        String ward,
        String alarm,
        String kind,
        AlarmClass alarmClass,
        String room,
        String space,
        Instant since,
        Reason reason,
        boolean wetRoomOnly,
        boolean conditionActive) {
      this(
          at,
          ward,
          alarm,
          kind,
          alarmClass,
          room,
          space,
          since,
          reason,
          wetRoomOnly,
          conditionActive,
          null,
          null,
          null);
    }
  }

  /** Called again, or the condition came back, while the alarm was open. */
  record Repeated(Instant at, String ward, String alarm, boolean conditionActive, Reason reason)
      implements AlarmEvent {}

  /** The class or reason changed while the alarm was open, e.g. when night fell. */
  record Reclassified(Instant at, String ward, String alarm, AlarmClass alarmClass, Reason reason)
      implements AlarmEvent {}

  /** What raised it no longer holds; also said of the alarm that was closed last while it held. */
  record Returned(Instant at, String ward, String alarm) implements AlarmEvent {}

  /**
   * Somebody said "I'm going".
   *
   * @param by user name
   */
  record Accepted(Instant at, String ward, String alarm, String by) implements AlarmEvent {}

  /** Presence was set in the alarm's room while it was open. */
  record Attended(Instant at, String ward, String alarm) implements AlarmEvent {}

  /** Presence ended without the alarm being closed: it calls again. */
  record Unattended(Instant at, String ward, String alarm) implements AlarmEvent {}

  /**
   * The end.
   *
   * @param by user name, {@code presence} or {@code condition}
   * @param reason words of the person, or a key such as {@code reset.in.room}
   */
  record Closed(Instant at, String ward, String alarm, String by, String reason)
      implements AlarmEvent {}

  /**
   * Nobody accepted it in time: the next group is called.
   *
   * @param since since when that group is called, as computed from the times before
   */
  record Escalated(Instant at, String ward, String alarm, int level, String called, Instant since)
      implements AlarmEvent {}

  /**
   * Accepted but not attended in time: it calls again.
   *
   * @param since since when it calls again, as computed from the acceptance
   */
  record Realerted(Instant at, String ward, String alarm, Instant since) implements AlarmEvent {}

  /** Who accepted it has talked to the resident. */
  record SpokenWith(Instant at, String ward, String alarm, String by) implements AlarmEvent {}

  /** Held back from now on. */
  record Shelved(Instant at, String ward, String alarm, String shelving, Instant until)
      implements AlarmEvent {}

  /**
   * No longer held back.
   *
   * @param expired by time rather than by a person
   * @param since since when it calls again: the expiry, also if the server was down then
   */
  record Unshelved(Instant at, String ward, String alarm, boolean expired, Instant since)
      implements AlarmEvent {}

  /** Handed to a screen. */
  record Delivered(Instant at, String ward, String alarm, String screen) implements AlarmEvent {}

  /** Shown to somebody on a screen. */
  record Seen(Instant at, String ward, String alarm, String screen, String by)
      implements AlarmEvent {}

  /** A call point was pressed in a walk test; the alarm is the test call. */
  record WalkTestTicked(Instant at, String ward, String alarm, String test, String point)
      implements AlarmEvent {}

  /**
   * The press that raised or repeated this call, or came within a second of one that did, was made
   * at a bedside terminal.
   *
   * @param terminal its id
   * @param name what staff call it
   */
  record CalledFrom(Instant at, String ward, String alarm, String terminal, String name)
      implements AlarmEvent {}

  /** Staff set or ended presence in a room. */
  record Presence(Instant at, String ward, String room, boolean present) implements AlarmEvent {}

  /** Something is held back from now on; see {@link Shelving}. */
  record ShelvingBegan(
      Instant at,
      String ward,
      String id,
      Shelving.Type shelving,
      String kind,
      String subject,
      String by,
      String reason,
      Instant until)
      implements AlarmEvent {}

  /**
   * It is no longer.
   *
   * @param by user name, or {@code expiry}, or {@code condition} if its alarm ended
   */
  record ShelvingEnded(Instant at, String ward, String id, String by) implements AlarmEvent {}

  /** Somebody is on duty in a group. */
  record DutyBegan(Instant at, String ward, String user, String group) implements AlarmEvent {}

  /**
   * Somebody is off duty.
   *
   * @param by user name, or {@code expiry}
   */
  record DutyEnded(Instant at, String ward, String user, String by) implements AlarmEvent {}

  /**
   * A walk test began.
   *
   * @param room empty for the whole ward
   */
  record WalkTestBegan(Instant at, String ward, String id, String room, String by, Instant until)
      implements AlarmEvent {}

  /**
   * A walk test ended.
   *
   * @param by user name, or {@code expiry}
   */
  record WalkTestEnded(Instant at, String ward, String id, String by) implements AlarmEvent {}

  /** A shift was handed over, with so much on the sheet. */
  record HandedOver(
      Instant at, String ward, String by, String note, int open, int shelved, int uncovered)
      implements AlarmEvent {}

  /**
   * A browser became the terminal of a bed.
   *
   * @param terminal its id
   * @param name what staff call it
   * @param by user name
   */
  record TerminalPaired(
      Instant at, String ward, String terminal, String name, String bed, String by)
      implements AlarmEvent {}

  /**
   * A terminal was taken from its bed.
   *
   * @param terminal its id
   * @param name what staff called it
   * @param by user name
   */
  record TerminalRevoked(
      Instant at, String ward, String terminal, String name, String bed, String by)
      implements AlarmEvent {}

  /**
   * A limit of a resident's care plan was changed. After a crash the same change (time, resident,
   * limit) may be written twice.
   *
   * @param limit as the configuration calls it
   * @param by user name, or {@code expiry}
   * @param until when the default counts again; null for no end
   */
  record LimitChanged(
      Instant at,
      String ward,
      String resident,
      String limit,
      String from,
      String to,
      String by,
      String reason,
      @Nullable Instant until)
      implements AlarmEvent {}

  /** Somebody set out; see {@link Episode}. */
  record EpisodeBegan(
      Instant at,
      String ward,
      String episode,
      String kind,
      String room,
      String bed,
      String resident,
      Instant since)
      implements AlarmEvent {}

  /** A step of a running episode, or what is not as it should. */
  record EpisodeMarked(
      Instant at, String ward, String episode, String room, EpisodeMark mark, Instant since)
      implements AlarmEvent {}

  /** An episode ended; all of it in one row, with the words of {@link Episode}. */
  record EpisodeEnded(
      Instant at,
      String ward,
      String episode,
      String kind,
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
      Instant until,
      Episode.Outcome outcome)
      implements AlarmEvent {}
}
