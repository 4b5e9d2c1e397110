package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent.EpisodeBegan;
import org.wardlight.api.alarm.AlarmEvent.EpisodeEnded;
import org.wardlight.api.alarm.AlarmEvent.EpisodeMarked;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.Episode.Outcome;
import org.wardlight.api.alarm.EpisodeMark;
import org.wardlight.api.rule.Stage;

/** How what rules say of a resident's steps becomes one episode on record. */
final class EpisodeRules {
  private EpisodeRules() {}

  static void take(Turn turn, Input.Stages said) {
    for (Stage stage : said.began()) {
      if (stage.mark() == EpisodeMark.LEFT_BED) {
        left(turn, stage, said);
      }
    }
    for (Stage stage : said.began()) {
      marked(turn, stage);
    }
    for (Episode running : List.copyOf(turn.episodes().running().values())) {
      if (!goesOn(running, said)) {
        ended(turn, running, said);
      }
    }
  }

  private static void left(Turn turn, Stage stage, Input.Stages said) {
    Place place = place(stage);
    Episode running = turn.episodes().running().get(place);
    boolean known = running != null && running.since().equals(stage.since());
    if (known || stage.since().equals(turn.episodes().last().get(place))) {
      return;
    }
    if (running != null) {
      // Was back in between, and nobody saw when.
      end(
          turn,
          WardEpisodes.marked(running, EpisodeMark.BED_UNKNOWN, turn.at),
          null,
          stage.since());
    }
    String id = Alarm.idOf(stage.kind(), stage.space(), stage.since());
    turn.emit(
        new EpisodeBegan(
            turn.at,
            turn.ward,
            id,
            stage.kind(),
            stage.room(),
            stage.space(),
            stage.resident(),
            stage.since()));
    if (said.unwatched(stage.since())) {
      turn.emit(
          new EpisodeMarked(
              turn.at, turn.ward, id, stage.room(), EpisodeMark.BED_UNKNOWN, stage.since()));
    }
  }

  /** What is told again, or changes nothing, is not written again. */
  private static void marked(Turn turn, Stage stage) {
    Episode running = turn.episodes().running().get(place(stage));
    if (running == null || stage.mark() == EpisodeMark.BED_UNKNOWN) {
      return; // an unread bed decides only where somebody comes back meanwhile
    }
    if (!WardEpisodes.marked(running, stage.mark(), stage.since()).equals(running)) {
      turn.emit(
          new EpisodeMarked(
              turn.at, turn.ward, running.id(), running.room(), stage.mark(), stage.since()));
    }
  }

  /** Whether the bed is still empty since then, as far as is known. */
  private static boolean goesOn(Episode running, Input.Stages said) {
    return said.began().stream().anyMatch(stage -> begins(running, stage))
        || (!said.complete() && said.ended().stream().noneMatch(stage -> begins(running, stage)));
  }

  private static boolean begins(Episode running, Stage stage) {
    return stage.mark() == EpisodeMark.LEFT_BED
        && place(stage).equals(place(running))
        && stage.since().equals(running.since());
  }

  private static void ended(Turn turn, Episode running, Input.Stages said) {
    Stage back = find(said.began(), running, EpisodeMark.BACK_IN_BED);
    Stage morning = find(said.began(), running, EpisodeMark.MORNING);
    boolean unread = find(said.ended(), running, EpisodeMark.BED_UNKNOWN) != null;
    if (back != null && !unread && !said.unwatched(back.since())) {
      end(turn, running, Outcome.COMPLETE, back.since());
    } else if (back == null && morning != null) {
      end(turn, running, Outcome.STAYED_UP, morning.since());
    } else {
      // Back while nobody could see it, or nobody says any more where the resident is.
      Instant known = back == null ? turn.at : back.since();
      end(turn, WardEpisodes.marked(running, EpisodeMark.BED_UNKNOWN, known), null, known);
    }
  }

  private static @Nullable Stage find(List<Stage> stages, Episode running, EpisodeMark mark) {
    for (Stage stage : stages) {
      if (stage.mark() == mark && place(stage).equals(place(running))) {
        return stage;
      }
    }
    return null;
  }

  /**
   * The end.
   *
   * @param atBest the outcome if all is well; null if it is not known how it ended
   */
  private static void end(Turn turn, Episode one, @Nullable Outcome atBest, Instant until) {
    boolean reached = one.bathroom() != null || one.bathroomLeft() != null;
    EpisodeMark missing = one.missing();
    if (missing == null && !reached && atBest == Outcome.COMPLETE) {
      missing = EpisodeMark.BATHROOM_MISSING;
    }
    if (missing == EpisodeMark.BATHROOM_MISSING && one.bathroomUnknown()) {
      missing = null; // who could have said so?
    }
    turn.emit(
        new EpisodeEnded(
            turn.at,
            turn.ward,
            one.id(),
            one.kind(),
            one.room(),
            one.bed(),
            one.resident(),
            one.since(),
            one.light(),
            one.bathroom(),
            one.bathroomLeft(),
            atBest == Outcome.COMPLETE ? until : null,
            one.staff(),
            missing,
            one.bathroomUnknown(),
            one.bedUnknown(),
            until.isBefore(one.since()) ? one.since() : until,
            outcome(one, atBest, missing, reached)));
  }

  private static Outcome outcome(
      Episode one, @Nullable Outcome atBest, @Nullable EpisodeMark missing, boolean reached) {
    if (atBest == null || one.bedUnknown()) {
      return Outcome.UNKNOWN;
    } else if (one.staff() != null) {
      return Outcome.STAFF_ATTENDED;
    } else if (missing != null) {
      return Outcome.STEP_MISSING;
    } else if (atBest == Outcome.COMPLETE && !reached) {
      return Outcome.UNKNOWN; // nobody could see into the bathroom
    }
    return atBest;
  }

  private static Place place(Stage stage) {
    return new Place(stage.kind(), stage.space());
  }

  private static Place place(Episode one) {
    return new Place(one.kind(), one.bed());
  }
}
