package org.wardlight.web.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;

/**
 * Hears of everything that stations show and collects it until the next delta. It needs no other
 * service, so that the parts it listens to may need it in turn. Thread-safe; its callers wait for a
 * few puts into maps at most.
 */
@Component(
    service = {
      Changes.class,
      PointObserver.class,
      DeviceObserver.class,
      ConclusionListener.class,
      Annunciator.class,
      FacilityObserver.class
    },
    immediate = true)
public final class Changes
    implements PointObserver, DeviceObserver, ConclusionListener, Annunciator, FacilityObserver {
  /** Shown on a tile, so told to every station; all others only to who watches the room. */
  private static final Set<String> TILE_KINDS =
      Set.of(
          "bed.occupied",
          "bathroom.presence",
          "bathroom.light",
          "entrance.door.open",
          "window.open",
          "bedroom.temperature",
          "staff.presence");

  private static final int MOST_CLOSED = 5_000;
  private static final Duration CLOSED_KEPT = Duration.ofHours(24);

  private final Object lock = new Object();
  private final Map<String, DeviceState> devices = new HashMap<>();
  private final Map<String, LinkState> links = new HashMap<>();
  private final Map<String, Set<Deadline>> clocks = new HashMap<>();
  private final Map<String, Alarm> closed = new LinkedHashMap<>();
  private Pending pending = new Pending();

  /** The alarms that screens show as not recorded. */
  private final Set<String> unrecorded = new HashSet<>();

  private boolean journalWorks = true;
  private volatile Set<String> watchedRooms = Set.of();
  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

  /** Whether values of this kind are told to every station. */
  static boolean onTile(String kind) {
    return TILE_KINDS.contains(kind) || kind.startsWith("lamp.");
  }

  /**
   * From now on this hears that there is something to take, and whether it is urgent. What changed
   * before anybody listened is in every snapshot.
   */
  void listen(Consumer<Boolean> listener) {
    synchronized (lock) {
      if (listeners.isEmpty()) {
        pending = new Pending();
      }
    }
    listeners.add(listener);
    listener.accept(false);
  }

  /** Nobody listens any more. */
  void listenNoMore() {
    listeners.clear();
  }

  private void signal(boolean urgent) {
    listeners.forEach(listener -> listener.accept(urgent));
  }

  void watch(Set<String> rooms) {
    watchedRooms = Set.copyOf(rooms);
  }

  /** Everything that changed since it was last called. */
  Pending take() {
    synchronized (lock) {
      Pending taken = pending;
      pending = new Pending();
      return taken;
    }
  }

  @Override
  public void changed(PointValue now) {
    if (onTile(now.point().kind().id()) || watchedRooms.contains(now.point().room())) {
      synchronized (lock) {
        pending.value(now);
      }
      signal(false);
    }
  }

  @Override
  public void deviceChanged(DeviceState now) {
    synchronized (lock) {
      devices.put(now.device(), now);
      pending.device(now);
    }
    signal(false);
  }

  @Override
  public void linkChanged(LinkState now) {
    synchronized (lock) {
      if (now.status() == LinkState.Status.CLOSED) {
        links.remove(now.connection()); // on purpose: nothing is wrong with it
      } else {
        links.put(now.connection(), now);
      }
      pending.link(now);
    }
    signal(false);
  }

  /** A device that the facility has no longer is not silent: it is gone. */
  @Override
  public void facilityChanged(Facility before, Facility now) {
    synchronized (lock) {
      devices.keySet().retainAll(now.devices().keySet());
    }
  }

  @Override
  public void concluded(ConclusionChange change) {
    boolean any;
    synchronized (lock) {
      Set<Deadline> known = clocks.computeIfAbsent(change.ward(), ward -> new HashSet<>());
      Set<Deadline> ended = new HashSet<>();
      if (change.complete()) {
        ended.addAll(known);
        change.began().forEach(ended::remove);
      }
      addClocks(ended, change.ended());
      ended.retainAll(known);
      Set<Deadline> began = new HashSet<>();
      addClocks(began, change.began());
      began.removeAll(known);
      known.removeAll(ended);
      known.addAll(began);
      ended.forEach(pending::ended);
      began.forEach(pending::began);
      any = !ended.isEmpty() || !began.isEmpty();
    }
    if (any) {
      signal(false);
    }
  }

  private static void addClocks(Set<Deadline> clocks, List<Conclusion> conclusions) {
    for (Conclusion conclusion : conclusions) {
      if (conclusion instanceof Deadline clock) {
        clocks.add(clock);
      }
    }
  }

  @Override
  public void announce(JournalEntry entry, @Nullable Alarm after) {
    synchronized (lock) {
      if (after != null && (recordingChanged(after) || !onlyOfScreens(entry.event()))) {
        pending.alarm(after);
        if (!after.open()) {
          keepClosed(after);
        }
      }
      if (entry.event() instanceof AlarmEvent.Presence presence) {
        Instant since = presence.present() ? presence.at() : null;
        pending.presence(new Pending.Presence(presence.room(), since));
      }
      if (entry.recorded() != journalWorks) {
        journalWorks = entry.recorded();
        pending.journal(journalWorks);
      }
    }
    signal(true);
  }

  /** What screens were given changes nothing that screens show: else each would be told of each. */
  private static boolean onlyOfScreens(AlarmEvent event) {
    return event instanceof AlarmEvent.Delivered || event instanceof AlarmEvent.Seen;
  }

  /** Whether screens show an alarm as not recorded that is now, or the other way round. */
  private boolean recordingChanged(Alarm alarm) {
    return alarm.recorded() ? unrecorded.remove(alarm.id()) : unrecorded.add(alarm.id());
  }

  private void keepClosed(Alarm alarm) {
    closed.remove(alarm.id());
    closed.put(alarm.id(), alarm);
    if (closed.size() > MOST_CLOSED) {
      closed.remove(closed.keySet().iterator().next());
    }
  }

  /** Says that night fell or ended in a ward. */
  void night(String ward, boolean night) {
    synchronized (lock) {
      pending.night(ward, night);
    }
    signal(false);
  }

  /** The alarms of this room that were closed in the last 24 h, as far as this start saw them. */
  List<Alarm> closed(String room, Instant now) {
    synchronized (lock) {
      Instant oldest = now.minus(CLOSED_KEPT);
      closed.values().removeIf(a -> a.closedAt() != null && a.closedAt().isBefore(oldest));
      return closed.values().stream().filter(a -> a.room().equals(room)).toList();
    }
  }

  List<DeviceState> devices() {
    synchronized (lock) {
      return List.copyOf(devices.values());
    }
  }

  List<LinkState> links() {
    synchronized (lock) {
      return List.copyOf(links.values());
    }
  }

  /** What is known of these devices. */
  List<DeviceState> devices(List<String> ids) {
    return known(ids, devices);
  }

  /** What is known of these connections. */
  List<LinkState> links(List<String> ids) {
    return known(ids, links);
  }

  private <T> List<T> known(List<String> ids, Map<String, T> states) {
    List<T> known = new ArrayList<>(ids.size());
    synchronized (lock) {
      for (String id : ids) {
        T state = states.get(id);
        if (state != null) {
          known.add(state);
        }
      }
    }
    return known;
  }

  List<Deadline> clocks() {
    synchronized (lock) {
      List<Deadline> all = new ArrayList<>();
      clocks.values().forEach(all::addAll);
      return all;
    }
  }

  boolean journalWorks() {
    synchronized (lock) {
      return journalWorks;
    }
  }
}
