package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;

/** Who is on duty, from the roster of the configuration and from what people said. */
final class DutyDesk implements Duty {
  private final Wards wards;
  private final AnnouncedAlarms announced;
  private final FacilitySource facility;
  private final Clock clock;

  DutyDesk(Wards wards, AnnouncedAlarms announced, FacilitySource facility, Clock clock) {
    this.wards = wards;
    this.announced = announced;
    this.facility = facility;
    this.clock = clock;
  }

  @Override
  public CompletionStage<DeskOutcome<Board>> begin(String ward, String user, String group) {
    return wards.inFacility(ward)
        ? wards.ask(ward, new Input.BeginDuty(user, group), step -> board(ward))
        : CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(ward));
  }

  @Override
  public CompletionStage<DeskOutcome<Board>> end(String ward, String user) {
    return wards.inFacility(ward)
        ? wards.ask(ward, new Input.EndDuty(user), step -> board(ward))
        : CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(ward));
  }

  @Override
  public Board board(String ward) {
    Facility now = facility.current();
    Instant at = clock.instant();
    Roster roster = now.alarms().roster(ward);
    Shift shift = roster.at(at, now.zone());
    WardBook book = announced.ward(ward).book();
    List<Level> chain =
        shift == null
            ? List.of()
            : shift.chain().stream()
                .map(
                    level ->
                        new Level(
                            level.group(),
                            level.standing() || book.onDuty(level.group()),
                            level.delay()))
                .toList();
    List<OnDuty> onDuty =
        book.duty().values().stream().sorted(Comparator.comparing(OnDuty::user)).toList();
    return new Board(
        ward, shift == null ? "" : shift.name(), chain, List.copyOf(roster.groups()), onDuty);
  }
}
