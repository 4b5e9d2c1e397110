package org.wardlight.alarm.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardBook.Tick;
import org.wardlight.alarm.internal.WardBook.Walk;
import org.wardlight.api.alarm.AlarmEvent.WalkTestBegan;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.WalkTest;
import org.wardlight.api.alarm.WalkTests;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/** Walk tests and their protocols. */
final class WalkDesk implements WalkTests {
  private final Wards wards;
  private final AnnouncedAlarms announced;
  private final FacilitySource facility;
  private final BedsideDesk bedside;

  WalkDesk(Wards wards, AnnouncedAlarms announced, FacilitySource facility, BedsideDesk bedside) {
    this.bedside = bedside;
    this.wards = wards;
    this.announced = announced;
    this.facility = facility;
  }

  @Override
  public CompletionStage<DeskOutcome<WalkTest>> begin(
      String ward, String room, String user, Duration duration) {
    Facility now = facility.current();
    Ward there = now.ward(ward);
    if (there == null || !(room.isEmpty() || there.equals(now.wardOf(room)))) {
      return CompletableFuture.completedFuture(
          new DeskOutcome.NotFound<>(room.isEmpty() ? ward : room));
    }
    return wards.ask(
        ward,
        new Input.BeginWalkTest(room, user, duration),
        step ->
            step.events().stream()
                .filter(WalkTestBegan.class::isInstance)
                .map(event -> protocol(ward, ((WalkTestBegan) event).id()))
                .findFirst()
                .orElse(null));
  }

  @Override
  public CompletionStage<DeskOutcome<WalkTest>> end(String testId, String user) {
    for (WalkTest test : all()) {
      if (test.id().equals(testId)) {
        return wards.ask(
            test.ward(),
            new Input.EndWalkTest(testId, user),
            step -> protocol(test.ward(), testId));
      }
    }
    return CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(testId));
  }

  @Override
  public List<WalkTest> all() {
    List<WalkTest> all = new ArrayList<>();
    announced
        .wards()
        .forEach((id, ward) -> ward.book().walks().forEach(walk -> all.add(protocol(id, walk))));
    all.sort(Comparator.comparing(WalkTest::from).reversed().thenComparing(WalkTest::id));
    return all;
  }

  private @Nullable WalkTest protocol(String ward, String id) {
    Walk walk = announced.ward(ward).book().walk(id);
    return walk == null ? null : protocol(ward, walk);
  }

  private WalkTest protocol(String ward, Walk walk) {
    List<WalkTest.Line> lines = new ArrayList<>();
    for (Point point : facility.current().points()) {
      PointKind.Call call = point.kind().raises();
      boolean inside = walk.room().isEmpty() || walk.room().equals(point.room());
      if (call != null && point.ward().equals(ward) && inside) {
        lines.add(line(walk, point.name(), call.kind(), point.room(), point.space()));
      }
    }
    Ward here = facility.current().ward(ward);
    for (Room room : here == null ? List.<Room>of() : here.rooms()) {
      boolean inside = walk.room().isEmpty() || walk.room().equals(room.id());
      for (Bed bed : room.beds()) {
        if (inside && bedside.has(bed.id())) {
          String point = Lifecycle.callPoint(bed.id());
          lines.add(line(walk, point, CoverageBoard.TERMINAL, room.id(), bed.id()));
        }
      }
    }
    return new WalkTest(
        walk.id(), ward, walk.room(), walk.by(), walk.from(), walk.until(), walk.ended(), lines);
  }

  private static WalkTest.Line line(
      Walk walk, String point, String kind, String room, String space) {
    Tick tick = walk.ticks().get(point);
    return new WalkTest.Line(
        point,
        kind,
        room,
        space,
        tick == null ? null : tick.pressedAt(),
        tick == null ? null : tick.shownAt(),
        tick == null ? null : tick.alarm());
  }
}
