package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmLoad;
import org.wardlight.api.alarm.AlarmLoad.Chatter;
import org.wardlight.api.alarm.AlarmLoad.Figures;
import org.wardlight.api.alarm.AlarmLoad.RoomLoad;
import org.wardlight.api.alarm.AlarmLoad.Slot;

/** The alarms of the last day that called somebody, and the figures of them. Thread-safe. */
final class LoadLog {
  static final Duration DAY = Duration.ofHours(24);
  static final Duration SLOT = Duration.ofMinutes(10);
  private static final int SLOTS = (int) DAY.dividedBy(SLOT);
  private static final int TOP = 10;

  /** How many are kept; beyond it the figures cover less than a day. */
  private static final int KEPT = 20_000;

  private final Deque<Entry> raised = new ArrayDeque<>();

  /** An alarm that was raised. */
  record Entry(Instant at, String ward, String room) {}

  void apply(AlarmEvent event) {
    if (event instanceof Raised e && e.shelving() == null && e.test() == null) {
      add(new Entry(e.at(), e.ward(), e.room()));
    }
  }

  synchronized void add(Entry entry) {
    raised.addLast(entry);
    Instant oldest = entry.at().minus(DAY);
    while (raised.size() > KEPT || raised.getFirst().at().isBefore(oldest)) {
      raised.removeFirst();
    }
  }

  synchronized List<Entry> entries() {
    return List.copyOf(raised);
  }

  /** The figures of a ward, or of all if it is empty. */
  static Figures figures(AnnouncedAlarms announced, String ward, Instant at) {
    int[] slots = new int[SLOTS];
    Instant from = at.minus(DAY);
    Map<String, Integer> rooms = new HashMap<>();
    for (Entry entry : announced.load().entries()) {
      boolean counts = ward.isEmpty() || ward.equals(entry.ward());
      if (counts && entry.at().isAfter(from) && !entry.at().isAfter(at)) {
        long age = Duration.between(entry.at(), at).toNanos();
        slots[SLOTS - 1 - (int) Math.min(SLOTS - 1, age / SLOT.toNanos())]++;
        if (!entry.room().isEmpty()) {
          rooms.merge(entry.room(), 1, Integer::sum);
        }
      }
    }
    List<Slot> all = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      all.add(new Slot(from.plus(SLOT.multipliedBy(i)), slots[i]));
    }
    List<Alarm> stale =
        announced.open().stream()
            .filter(alarm -> ward.isEmpty() || ward.equals(alarm.ward()))
            .filter(alarm -> !alarm.raisedAt().isAfter(from))
            .toList();
    List<RoomLoad> top =
        rooms.entrySet().stream()
            .map(entry -> new RoomLoad(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(RoomLoad::raised).reversed().thenComparing(RoomLoad::room))
            .limit(TOP)
            .toList();
    boolean flood = slots[SLOTS - 1] >= AlarmLoad.FLOOD_PER_TEN_MINUTES;
    return new Figures(at, all, flood, stale, chattering(announced, ward, at), top);
  }

  private static List<Chatter> chattering(AnnouncedAlarms announced, String ward, Instant at) {
    List<Chatter> all = new ArrayList<>();
    announced
        .wards()
        .forEach(
            (id, state) -> {
              if (ward.isEmpty() || ward.equals(id)) {
                state
                    .alarms()
                    .beats()
                    .forEach(
                        (place, beats) -> {
                          if (state.alarms().chatters(place, at)) {
                            all.add(new Chatter(place.kind(), place.space(), beats.times().get(0)));
                          }
                        });
              }
            });
    all.sort(Comparator.comparing(Chatter::space).thenComparing(Chatter::kind));
    return all;
  }
}
