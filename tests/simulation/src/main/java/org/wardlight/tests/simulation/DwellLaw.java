package org.wardlight.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/**
 * Who is too long in the bathroom is never missed: an alarm within a second of the limit, or within
 * five seconds of the start if it passed while the server was down. None comes early, unless the
 * clock was set forward in between; none comes twice; each says since when.
 */
final class DwellLaw implements Law {
  private static final String PRESENCE = "bathroom.presence";
  private static final String STAFF = "staff.presence";
  private static final String DWELL = "bathroom.dwell";
  private static final long SECOND = 1_000_000_000L;
  private static final long PROMPT = SECOND;
  private static final long AFTER_START = 5 * SECOND;
  private static final long SLACK = SECOND / 100;

  private final Stage stage;
  private final Map<String, Bathroom> bySpace = new HashMap<>();
  private final List<Bathroom> bathrooms = new ArrayList<>();
  private final Map<String, Staff> staff = new HashMap<>();
  private long judged;

  DwellLaw(Stage stage) {
    this.stage = stage;
    for (Point point : stage.facility().points()) {
      Room room = stage.facility().room(point.room());
      Ward ward = stage.facility().wardOf(point.room());
      if (point.kind().id().equals(PRESENCE) && room != null && ward != null) {
        Bathroom bathroom = new Bathroom(room, ward);
        bathrooms.add(bathroom);
        bySpace.put(point.space(), bathroom);
      } else if (point.kind().id().equals(STAFF)) {
        staff.put(point.room(), new Staff());
      }
    }
  }

  /** How many stays were long enough for an alarm. */
  long judged() {
    return judged;
  }

  private static final class Staff {
    private boolean on;
    private boolean readable;

    boolean present() {
      return on && readable;
    }
  }

  private static final class Bathroom {
    final String room;
    final Ward ward;
    final List<CarePlan> plans = new ArrayList<>();
    boolean occupied;
    // In true time, and as the server's clock showed it.
    long since;
    Instant serverSince = Instant.MIN;
    // The server may have to count from later, if its clock went back with a restart.
    long countsFrom;
    boolean mayBeEarly;
    boolean due;
    long dueSince;
    boolean raised;
    boolean missed;

    Bathroom(Room room, Ward ward) {
      this.room = room.id();
      this.ward = ward;
      for (Bed bed : room.beds()) {
        if (bed.stay() != null) {
          plans.add(bed.stay().resident().plan());
        }
      }
    }

    /** The strictest, by day or by night as the server's clock has it. */
    Duration limit(LocalTime local) {
      Duration strictest = Duration.ofDays(10_000);
      for (CarePlan plan : plans) {
        Duration its = ward.isNight(local) ? plan.bathroomLimitNight() : plan.bathroomLimitDay();
        strictest = its.compareTo(strictest) < 0 ? its : strictest;
      }
      return strictest;
    }
  }

  private LocalTime local() {
    return stage.serverTime().atZone(stage.facility().zone()).toLocalTime();
  }

  @Override
  public void delivered(Point point, double value) {
    switch (point.kind().id()) {
      case STAFF -> {
        Staff its = staff.getOrDefault(point.room(), new Staff());
        its.on = value != 0;
        its.readable = true;
      }
      case PRESENCE -> {
        Bathroom bathroom = bySpace.get(point.space());
        if (bathroom != null) {
          occupied(bathroom, value != 0);
        }
      }
      default -> {
        // Neither says who is where.
      }
    }
  }

  private void occupied(Bathroom bathroom, boolean now) {
    if (now && !bathroom.occupied) {
      bathroom.since = stage.now();
      bathroom.serverSince = stage.serverTime();
      bathroom.countsFrom = stage.now();
      bathroom.mayBeEarly = false;
      bathroom.due = false;
      bathroom.raised = false;
      bathroom.missed = false;
    }
    bathroom.occupied = now;
  }

  @Override
  public void silent(Point point) {
    if (point.kind().id().equals(STAFF)) {
      staff.getOrDefault(point.room(), new Staff()).readable = false;
    }
  }

  @Override
  public void stopped() {
    staff.values().forEach(each -> each.readable = false);
  }

  /** All that a server knows after its start are times of the clock. */
  @Override
  public void started() {
    Instant now = stage.serverTime();
    for (Bathroom bathroom : bathrooms) {
      if (!bathroom.occupied) {
        continue;
      }
      if (bathroom.serverSince.isAfter(now)) {
        bathroom.serverSince = now;
      }
      long from = stage.now() - Duration.between(bathroom.serverSince, now).toNanos();
      bathroom.countsFrom = Math.max(bathroom.countsFrom, from);
      bathroom.mayBeEarly |= from < bathroom.since;
    }
  }

  @Override
  public void jumped(Duration by) {
    if (!by.isNegative()) {
      bathrooms.forEach(bathroom -> bathroom.mayBeEarly = true);
    }
  }

  @Override
  public void check() {
    if (!stage.up()) {
      return;
    }
    for (Bathroom bathroom : bathrooms) {
      if (bathroom.occupied) {
        check(bathroom);
      }
    }
  }

  private void check(Bathroom bathroom) {
    long limit = bathroom.limit(local()).toNanos();
    boolean staffThere = staff.getOrDefault(bathroom.room, new Staff()).present();
    boolean due = stage.now() - bathroom.countsFrom >= limit && !staffThere;
    if (due && !bathroom.due) {
      bathroom.dueSince = stage.now();
      judged++;
    }
    bathroom.due = due;
    // A clock that works off its lead goes a thousandth slower.
    long prompt = PROMPT + (stage.leads() ? limit / 1000 : 0);
    long latest = Math.max(bathroom.dueSince + prompt, stage.upSince() + AFTER_START);
    if (due && !bathroom.raised && !bathroom.missed && stage.now() > latest) {
      stage.complain("missed: somebody is too long in the bathroom of " + bathroom.room);
      bathroom.missed = true;
    }
  }

  @Override
  public void happened(AlarmEvent event) {
    if (event instanceof Raised raised && raised.kind().equals(DWELL)) {
      raised(raised.space(), raised.alarm(), raised.since());
    } else if (event instanceof Repeated repeated && repeated.conditionActive()) {
      Place place = Place.of(repeated.alarm());
      if (place.kind().equals(DWELL)) {
        raised(place.space(), repeated.alarm(), null);
      }
    } else if (event instanceof Returned returned) {
      Place place = Place.of(returned.alarm());
      Bathroom bathroom = bySpace.get(place.space());
      if (place.kind().equals(DWELL) && bathroom != null) {
        bathroom.raised = false;
      }
    }
  }

  private void raised(String space, String alarm, @Nullable Instant since) {
    Bathroom bathroom = bySpace.get(space);
    if (bathroom == null || !bathroom.occupied) {
      stage.complain("nobody is in the bathroom, but " + alarm);
      return;
    }
    long stayed = stage.now() - bathroom.since;
    if (!bathroom.mayBeEarly && stayed < bathroom.limit(local()).toNanos() - SLACK) {
      stage.complain("early after " + Duration.ofNanos(stayed) + ": " + alarm);
    }
    if (bathroom.raised) {
      stage.complain("doubled: " + alarm);
    }
    if (since != null && Duration.between(since, bathroom.serverSince).abs().toMillis() > 0) {
      stage.complain("entered at " + bathroom.serverSince + ", not as said by " + alarm);
    }
    bathroom.raised = true;
  }
}
