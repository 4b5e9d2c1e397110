package org.wardlight.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.EpisodeBegan;
import org.wardlight.api.alarm.AlarmEvent.EpisodeEnded;
import org.wardlight.api.alarm.AlarmEvent.EpisodeMarked;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/**
 * Who leaves the bed at night and comes back is on record once: from the step out of bed to the
 * step back, with the bathroom in between. Nothing on record begins or ends twice, whatever breaks.
 */
final class EpisodeLaw implements Law {
  private static final String MAT = "bed.occupied";
  private static final String PRESENCE = "bathroom.presence";

  /** Shorter ways, and mats that changed just before, may be chatter, which is no way. */
  private static final Duration STEADY = Duration.ofMinutes(2);

  private static final Duration EXACT = Duration.ofSeconds(2);

  private final Stage stage;
  private final Map<String, Sleeper> sleepers = new HashMap<>();
  private final Map<String, String> running = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Expected> over = new ArrayList<>();
  private long judged;

  EpisodeLaw(Stage stage) {
    this.stage = stage;
    Set<String> bathrooms = new HashSet<>();
    for (Point point : stage.facility().points()) {
      if (point.kind().id().equals(PRESENCE)) {
        bathrooms.add(point.room());
      }
    }
    for (Ward ward : stage.facility().wards()) {
      for (Room room : ward.rooms()) {
        for (Bed bed : room.beds()) {
          if (bed.stay() != null && bathrooms.contains(room.id())) {
            sleepers.put(bed.id(), new Sleeper(bed.id(), room, ward));
          }
        }
      }
    }
  }

  /** How many undisturbed ways there were. */
  long judged() {
    return judged;
  }

  /** A way that is over; the record of it follows from the sample that is delivered next. */
  private record Expected(Sleeper who, Instant left, Instant back, boolean bathroom) {}

  private static final class Sleeper {
    final String bed;
    final Room room;
    final Ward ward;
    final boolean alone;
    double occupied = Double.NaN;
    double bathroom = Double.NaN;
    // The way that goes on, if everything of it was read.
    @Nullable Instant left;
    boolean inBathroom;
    long changed;
    // What is on record of the last way.
    @Nullable EpisodeEnded ended;

    Sleeper(String bed, Room room, Ward ward) {
      this.bed = bed;
      this.room = room;
      this.ward = ward;
      alone = room.beds().stream().filter(other -> other.stay() != null).count() == 1;
    }
  }

  private boolean night(Sleeper who) {
    LocalTime local = stage.serverTime().atZone(stage.facility().zone()).toLocalTime();
    return who.ward.isNight(local);
  }

  @Override
  public void delivered(Point point, double value) {
    switch (point.kind().id()) {
      case MAT -> {
        Sleeper who = sleepers.get(point.space());
        if (who != null) {
          bed(who, value);
        }
      }
      case PRESENCE -> {
        for (Sleeper who : sleepers.values()) {
          if (who.room.id().equals(point.room())) {
            who.inBathroom |= who.left != null && value != 0 && who.bathroom == 0;
            who.bathroom = value;
          }
        }
      }
      default -> {
        // Says nothing of a way.
      }
    }
  }

  private void bed(Sleeper who, double value) {
    if (value == who.occupied) {
      return;
    }
    boolean steady = stage.now() - who.changed >= STEADY.toNanos() && !Double.isNaN(who.occupied);
    Instant left = who.left;
    if (value != 0 && left != null && steady && night(who)) {
      over.add(new Expected(who, left, stage.serverTime(), who.alone && who.inBathroom));
    }
    who.left = value == 0 && steady && night(who) ? stage.serverTime() : null;
    who.inBathroom = false;
    who.occupied = value;
    who.changed = stage.now();
  }

  @Override
  public void check() {
    if (stage.up()) {
      over.forEach(this::judge);
    }
    over.clear();
  }

  private void judge(Expected due) {
    judged++;
    EpisodeEnded ended = due.who().ended;
    if (ended == null || apart(ended.since(), due.left()) || apart(ended.until(), due.back())) {
      stage.complain("not on record: the way from " + due.who().bed + " at " + due.left());
    } else if (due.bathroom() && ended.bathroom() == null) {
      stage.complain("without its bathroom: " + ended.episode());
    }
  }

  private static boolean apart(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(EXACT) > 0;
  }

  @Override
  public void happened(AlarmEvent event) {
    if (event instanceof EpisodeBegan began) {
      String before = running.put(began.bed(), began.episode());
      if (before != null) {
        stage.complain("two go on: " + before + " and " + began.episode());
      }
      if (!seen.add(began.episode())) {
        stage.complain("begun twice: " + began.episode());
      }
    } else if (event instanceof EpisodeMarked marked) {
      if (!running.containsValue(marked.episode())) {
        stage.complain("a step of nothing that goes on: " + marked.episode());
      }
    } else if (event instanceof EpisodeEnded ended) {
      if (!running.remove(ended.bed(), ended.episode())) {
        stage.complain("ended, but did not go on: " + ended.episode());
      }
      Sleeper who = sleepers.get(ended.bed());
      if (who != null) {
        who.ended = ended;
      }
    }
  }

  // --- what disturbs: then nothing is promised of the way that goes on

  @Override
  public void silent(Point point) {
    for (Sleeper who : sleepers.values()) {
      if (who.room.id().equals(point.room())) {
        disturbed(who);
      }
    }
  }

  @Override
  public void started() {
    sleepers.values().forEach(this::disturbed);
  }

  @Override
  public void stopped() {
    sleepers.values().forEach(this::disturbed);
  }

  @Override
  public void jumped(Duration by) {
    sleepers.values().forEach(this::disturbed);
  }

  private void disturbed(Sleeper who) {
    who.left = null;
    who.occupied = Double.NaN;
    who.bathroom = Double.NaN;
  }
}
