package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.CalledFrom;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Room;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** Calls from bedside terminals, and which terminals are away. */
final class BedsideDesk implements Bedside {
  /** What the button of a bed raises, where the facility has no such button. */
  private static final PointKind.Call CALL = new PointKind.Call("call.bed", AlarmClass.CALL, false);

  private final Wards wards;
  private final AnnouncedAlarms announced;
  private final FacilitySource facility;
  private final Clock clock;
  private final Timers timers;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private boolean told;

  /**
   * A terminal.
   *
   * @param awaySince null while it is connected
   */
  private record Known(Terminal terminal, @Nullable Instant awaySince) {}

  BedsideDesk(
      Wards wards, AnnouncedAlarms announced, FacilitySource facility, Clock clock, Timers timers) {
    this.wards = wards;
    this.announced = announced;
    this.facility = facility;
    this.clock = clock;
    this.timers = timers;
  }

  @Override
  public CompletionStage<DeskOutcome<Alarm>> call(Terminal from) {
    Facility now = facility.current();
    Room room = now.roomOfBed(from.bed());
    if (room == null) {
      return CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(from.bed()));
    }
    PointKind kind = now.kinds().get(CALL.kind());
    PointKind.Call button = kind == null ? null : kind.raises();
    return wards.ask(
        ward(room.id()),
        new Input.TerminalPressed(
            from.id(), from.name(), button == null ? CALL : button, room.id(), from.bed()),
        this::called);
  }

  private @Nullable Alarm called(Step step) {
    return step.events().stream()
        .filter(CalledFrom.class::isInstance)
        .map(event -> announced.find(((CalledFrom) event).alarm()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void paired(Terminal terminal, String user) {
    Input input = new Input.PairTerminal(terminal.id(), terminal.name(), terminal.bed(), user);
    record(terminal, input);
  }

  @Override
  public void revoked(Terminal terminal, String user) {
    Input input = new Input.RevokeTerminal(terminal.id(), terminal.name(), terminal.bed(), user);
    record(terminal, input);
  }

  private void record(Terminal terminal, Input input) {
    Room room = facility.current().roomOfBed(terminal.bed());
    // The bed may be gone; that somebody took its terminal away is on record all the same.
    wards.give(room == null ? Lanes.FACILITY : ward(room.id()), input);
  }

  @Override
  public synchronized void terminals(Collection<Presence> all) {
    Map<String, Known> before = new LinkedHashMap<>(known);
    Set<String> there = new LinkedHashSet<>();
    known.clear();
    for (Presence one : all) {
      Terminal terminal = one.terminal();
      Known was = before.remove(terminal.id());
      boolean news = was == null || one.connected() != (was.awaySince() == null);
      if (!news) {
        known.put(terminal.id(), was);
      } else if (one.connected()) {
        known.put(terminal.id(), new Known(terminal, null));
        there.add(terminal.bed());
      } else {
        lost(terminal);
      }
    }
    before.values().forEach(gone -> there.add(gone.terminal().bed()));
    if (!told) {
      told = true; // what was missing before a restart may have no terminal any more
      missing().forEach(alarm -> there.add(alarm.space()));
    }
    there.stream().filter(bed -> away(bed).isEmpty()).forEach(this::found);
  }

  private void lost(Terminal terminal) {
    Instant since = clock.instant();
    known.put(terminal.id(), new Known(terminal, since));
    Timers.Timer unused = timers.after(MISSING_AFTER, () -> stillAway(terminal, since));
  }

  private synchronized void stillAway(Terminal terminal, Instant since) {
    Known one = known.get(terminal.id());
    Room room = facility.current().roomOfBed(terminal.bed());
    if (one != null && since.equals(one.awaySince()) && room != null) {
      Condition holds = condition(room.id(), terminal.bed(), since, terminal.name());
      wards.give(ward(room.id()), new Input.Conditions(false, List.of(holds), List.of()));
    }
  }

  /** Nothing of this bed is missing any more. */
  private void found(String bed) {
    Room room = facility.current().roomOfBed(bed);
    if (room != null) {
      end(ward(room.id()), room.id(), bed);
    } else {
      missing().stream()
          .filter(alarm -> alarm.space().equals(bed))
          .forEach(alarm -> end(alarm.ward(), alarm.room(), bed));
    }
  }

  private void end(String ward, String room, String bed) {
    Condition over = condition(room, bed, clock.instant(), "");
    wards.give(ward, new Input.Conditions(false, List.of(), List.of(over)));
  }

  private List<Alarm> missing() {
    return announced.open().stream()
        .filter(alarm -> alarm.kind().equals(Notes.NO_TERMINAL))
        .toList();
  }

  private static Condition condition(String room, String bed, Instant since, String name) {
    Reason reason = new Reason(Notes.NO_TERMINAL, Map.of("terminal", name));
    return new Condition(Notes.NO_TERMINAL, AlarmClass.TECHNICAL, room, bed, since, reason);
  }

  /** Since when terminals of a bed are away, by their ids; empty if all are there. */
  synchronized Map<String, Instant> away(String bed) {
    Map<String, Instant> away = new LinkedHashMap<>();
    for (Known one : known.values()) {
      if (one.awaySince() != null && one.terminal().bed().equals(bed)) {
        away.put(one.terminal().name(), one.awaySince());
      }
    }
    return away;
  }

  /** Whether the bed has a terminal, connected or not. */
  synchronized boolean has(String bed) {
    return known.values().stream().anyMatch(one -> one.terminal().bed().equals(bed));
  }

  private String ward(String room) {
    return Objects.requireNonNull(facility.current().wardOf(room)).id();
  }
}
