package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Delivered;
import org.wardlight.api.alarm.AlarmEvent.DutyBegan;
import org.wardlight.api.alarm.AlarmEvent.DutyEnded;
import org.wardlight.api.alarm.AlarmEvent.HandedOver;
import org.wardlight.api.alarm.AlarmEvent.ShelvingBegan;
import org.wardlight.api.alarm.AlarmEvent.ShelvingEnded;
import org.wardlight.api.alarm.AlarmEvent.WalkTestBegan;
import org.wardlight.api.alarm.AlarmEvent.WalkTestEnded;
import org.wardlight.api.alarm.AlarmEvent.WalkTestTicked;
import org.wardlight.api.alarm.Duty.OnDuty;
import org.wardlight.api.alarm.Handover.SignOff;
import org.wardlight.api.alarm.Shelving;

/**
 * What people have written down for a ward, beside its alarms; immutable.
 *
 * @param shelvings what is held back, by id
 * @param duty who is on duty, by user
 * @param walks the running walk tests and the last ended ones, oldest first
 * @param handedOver the last sign-off
 */
record WardBook(
    Map<String, Shelving> shelvings,
    Map<String, OnDuty> duty,
    List<Walk> walks,
    @Nullable SignOff handedOver) {
  static final WardBook EMPTY = new WardBook(Map.of(), Map.of(), List.of(), null);

  /** How many ended walk tests are kept. */
  static final int WALKS_KEPT = 20;

  /**
   * A walk test.
   *
   * @param ticks by point
   */
  record Walk(
      String id,
      String room,
      String by,
      Instant from,
      Instant until,
      @Nullable Instant ended,
      Map<String, Tick> ticks) {
    boolean covers(String place) {
      return ended == null && (room.isEmpty() || room.equals(place));
    }

    private Walk begun(Instant now) {
      return new Walk(id, room, by, now, now.plus(Duration.between(from, until)), ended, ticks);
    }

    private Walk with(@Nullable Instant end, Map<String, Tick> ticked) {
      return new Walk(id, room, by, from, until, end, ticked);
    }
  }

  /** A call point that was pressed in a walk test. */
  record Tick(Instant pressedAt, @Nullable Instant shownAt, String alarm) {}

  @Nullable Walk walk(String id) {
    return walks.stream().filter(walk -> walk.id().equals(id)).findFirst().orElse(null);
  }

  /** The running test that covers this room, or null. */
  @Nullable Walk walkIn(String room) {
    return walks.stream().filter(walk -> walk.covers(room)).findFirst().orElse(null);
  }

  /** Whether somebody is on duty in the group. */
  boolean onDuty(String group) {
    return duty.values().stream().anyMatch(one -> one.group().equals(group));
  }

  /**
   * The same after a restart with a clock that was ahead before it: what was begun in the future
   * begins now and lasts as long as it was meant to.
   */
  WardBook notLaterThan(Instant now) {
    Map<String, Shelving> held = new LinkedHashMap<>(shelvings);
    held.replaceAll((id, one) -> one.from().isAfter(now) ? begun(one, now) : one);
    Map<String, OnDuty> there = new HashMap<>(duty);
    there.replaceAll(
        (user, one) -> one.since().isAfter(now) ? new OnDuty(user, one.group(), now) : one);
    return new WardBook(held, there, walks, handedOver)
        .each(walk -> walk.ended() == null && walk.from().isAfter(now) ? walk.begun(now) : walk);
  }

  private static Shelving begun(Shelving one, Instant now) {
    return new Shelving(
        one.id(),
        one.type(),
        one.ward(),
        one.kind(),
        one.subject(),
        one.by(),
        one.reason(),
        now,
        now.plus(Duration.between(one.from(), one.until())));
  }

  WardBook with(AlarmEvent event) {
    if (event instanceof ShelvingBegan e) {
      Map<String, Shelving> more = new LinkedHashMap<>(shelvings);
      more.put(
          e.id(),
          new Shelving(
              e.id(),
              e.shelving(),
              e.ward(),
              e.kind(),
              e.subject(),
              e.by(),
              e.reason(),
              e.at(),
              e.until()));
      return new WardBook(more, duty, walks, handedOver);
    } else if (event instanceof ShelvingEnded e) {
      Map<String, Shelving> fewer = new LinkedHashMap<>(shelvings);
      return fewer.remove(e.id()) == null ? this : new WardBook(fewer, duty, walks, handedOver);
    } else if (event instanceof DutyBegan e) {
      Map<String, OnDuty> more = new HashMap<>(duty);
      more.put(e.user(), new OnDuty(e.user(), e.group(), e.at()));
      return new WardBook(shelvings, more, walks, handedOver);
    } else if (event instanceof DutyEnded e) {
      Map<String, OnDuty> fewer = new HashMap<>(duty);
      return fewer.remove(e.user()) == null
          ? this
          : new WardBook(shelvings, fewer, walks, handedOver);
    } else if (event instanceof HandedOver e) {
      return new WardBook(
          shelvings,
          duty,
          walks,
          new SignOff(e.ward(), e.by(), e.at(), e.note(), e.open(), e.shelved(), e.uncovered()));
    }
    return walked(event);
  }

  private WardBook walked(AlarmEvent event) {
    if (event instanceof WalkTestBegan e) {
      List<Walk> more = new ArrayList<>(walks);
      more.add(new Walk(e.id(), e.room(), e.by(), e.at(), e.until(), null, Map.of()));
      return withWalks(more);
    } else if (event instanceof WalkTestEnded e) {
      return each(walk -> walk.id().equals(e.id()) ? walk.with(e.at(), walk.ticks()) : walk);
    } else if (event instanceof WalkTestTicked e) {
      return each(walk -> walk.id().equals(e.test()) ? ticked(walk, e) : walk);
    } else if (event instanceof Delivered e) {
      return each(walk -> shown(walk, e));
    }
    return this;
  }

  private static Walk ticked(Walk walk, WalkTestTicked e) {
    Map<String, Tick> ticks = new LinkedHashMap<>(walk.ticks());
    ticks.putIfAbsent(e.point(), new Tick(e.at(), null, e.alarm()));
    return walk.with(walk.ended(), ticks);
  }

  private static Walk shown(Walk walk, Delivered e) {
    boolean first =
        walk.ticks().values().stream()
            .anyMatch(tick -> tick.alarm().equals(e.alarm()) && tick.shownAt() == null);
    if (!first) {
      return walk;
    }
    Map<String, Tick> ticks = new LinkedHashMap<>(walk.ticks());
    ticks.replaceAll(
        (point, tick) ->
            tick.alarm().equals(e.alarm()) && tick.shownAt() == null
                ? new Tick(tick.pressedAt(), e.at(), tick.alarm())
                : tick);
    return walk.with(walk.ended(), ticks);
  }

  private WardBook each(UnaryOperator<Walk> change) {
    List<Walk> changed = walks.stream().map(change).toList();
    return changed.equals(walks) ? this : withWalks(changed);
  }

  private WardBook withWalks(List<Walk> all) {
    List<Walk> kept = new ArrayList<>(all);
    long ended = kept.stream().filter(walk -> walk.ended() != null).count();
    for (int i = 0; ended > WALKS_KEPT; ) {
      if (kept.get(i).ended() != null) {
        Walk unused = kept.remove(i);
        ended--;
      } else {
        i++;
      }
    }
    return new WardBook(shelvings, duty, kept, handedOver);
  }
}
