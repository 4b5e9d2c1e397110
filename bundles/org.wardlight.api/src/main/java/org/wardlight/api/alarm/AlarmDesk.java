package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where alarms are handled. Thread-safe. */
public interface AlarmDesk {
  /** All open alarms as far as they were announced: by priority, then oldest first. */
  List<Alarm> open();

  /** The alarm with this id, open or among the last closed ones; null if there is none. */
  @Nullable Alarm find(String alarmId);

  /**
   * The rooms in which staff presence is set, with the time since when: a view that follows what is
   * announced, for any thread to read.
   */
  Map<String, Instant> present();

  /** "I'm going." Accepting an accepted alarm again changes the name. */
  CompletionStage<ActionOutcome> accept(String alarmId, String user);

  /**
   * Closes an alarm from a screen. What ends in the room only is refused.
   *
   * @param reason in the user's words, not blank
   */
  CompletionStage<ActionOutcome> close(String alarmId, String user, String reason);

  /**
   * The user who accepted the alarm has talked to the resident. From then on an alarm of class CALL
   * may be closed at a screen. Refused with {@code conversation.call.only} for every other class
   * and in wet rooms, {@code conversation.by.acceptor.only} for anybody else.
   */
  CompletionStage<ActionOutcome> spokenWith(String alarmId, String user);

  /** What became of an action; the stage completes once it is committed. */
  sealed interface ActionOutcome {
    /** It was done and is on record (or shown unrecorded if the journal failed). */
    record Done(Alarm after) implements ActionOutcome {}

    /** There is no open alarm with this id. */
    record NotOpen(String alarmId) implements ActionOutcome {}

    /**
     * The rules of the desk do not allow it.
     *
     * @param why a key for the screen, for example {@code close.in.room.only}
     */
    record NotAllowed(String why) implements ActionOutcome {}
  }
}
