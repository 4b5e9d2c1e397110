package org.wardlight.rules.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Explanations.Explanation;
import org.wardlight.api.rule.Explanations.Followed;
import org.wardlight.api.rule.Explanations.RuleState;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;

/** The facility changes under the rules, and rooms are explained. */
class WardsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant NIGHT = Instant.parse("2026-11-22T01:00:00Z");

  private final Facility facility = TestWard.facility(2, 2);
  private final ExecutorService lane = Executors.newSingleThreadExecutor();
  private final ExecutorService guard = Executors.newSingleThreadExecutor();
  private final List<ConclusionChange> heard = new CopyOnWriteArrayList<>();
  private final Map<Integer, PointValue> table = new HashMap<>();
  private final Wards wards =
      new Wards(
          facility,
          ward -> lane,
          Clock.fixed(NIGHT, ZoneOffset.UTC),
          System::nanoTime,
          thread -> 0,
          2,
          new RuleFaults(),
          guard);

  @BeforeEach
  void settle() {
    wards.attach(heard::add);
    wards.run(ShippedRules.COMPILED);
    for (Point point : facility.points()) {
      double value = point.kind().id().equals("bed.occupied") ? 1 : 0;
      PointValue now = TestWard.good(point, value, NIGHT);
      table.put(point.id(), now);
      wards.changed(now);
    }
    await().atMost(LONG).until(() -> heard.size() == 2);
    heard.clear();
  }

  @AfterEach
  void stop() {
    wards.close();
    lane.shutdownNow();
    guard.shutdownNow();
  }

  private void set(String point, double value) {
    Point at = requireNonNull(facility.point(point));
    PointValue now = TestWard.good(at, value, NIGHT.plusSeconds(5));
    table.put(at.id(), now);
    wards.changed(now);
  }

  private static Facility with(Facility facility, List<Ward> wards, List<Point> points) {
    return new Facility(
        facility.id(),
        facility.name(),
        facility.zone(),
        facility.language(),
        wards,
        List.copyOf(facility.kinds().values()),
        List.of(),
        facility.devices().values().stream()
            .filter(d -> points.stream().anyMatch(p -> p.device().equals(d.id())))
            .toList(),
        points);
  }

  private Facility withoutRoom(String room) {
    List<Ward> changed = new ArrayList<>();
    for (Ward ward : facility.wards()) {
      changed.add(
          new Ward(
              ward.id(),
              ward.name(),
              ward.floor(),
              ward.dayFrom(),
              ward.nightFrom(),
              ward.rooms().stream().filter(r -> !r.id().equals(room)).toList(),
              List.of()));
    }
    return with(
        facility, changed, facility.points().stream().filter(p -> !p.room().equals(room)).toList());
  }

  @Test
  void ofARoomThatGoesItsConclusionsEndAndOfOneThatComesTheyBeginFromTheTable() {
    set("0-0-io/bed.occupied", 0);
    set("0-1-io/bed.occupied", 0);
    // Both may come in one change or in two.
    await().atMost(LONG).until(() -> began("0-0/bed") && began("0-1/bed"));
    heard.clear();
    Facility smaller = withoutRoom("0-0");
    wards.change(facility, smaller, table::get);
    await().atMost(LONG).until(() -> heard.size() == 1);
    assertThat(heard.get(0).ward()).isEqualTo("ward-0");
    assertThat(heard.get(0).complete()).isFalse();
    assertThat(heard.get(0).began()).isEmpty();
    assertThat(heard.get(0).ended()).anyMatch(c -> isBedExit(c, "0-0/bed"));
    assertThat(heard.get(0).ended()).noneMatch(c -> isBedExit(c, "0-1/bed"));
    heard.clear();
    wards.change(smaller, facility, table::get);
    await().atMost(LONG).until(() -> heard.size() >= 1);
    await()
        .atMost(LONG)
        .until(
            () ->
                heard.stream()
                    .anyMatch(h -> h.began().stream().anyMatch(c -> isBedExit(c, "0-0/bed"))));
    assertThat(heard).allMatch(change -> change.ward().equals("ward-0"));
  }

  private boolean began(String bed) {
    return heard.stream().anyMatch(h -> h.began().stream().anyMatch(c -> isBedExit(c, bed)));
  }

  private static boolean isBedExit(Conclusion conclusion, String space) {
    return conclusion instanceof Condition condition
        && condition.kind().equals("bed.exit")
        && condition.space().equals(space);
  }

  @Test
  void aWardThatGoesEndsWhatItHeldAndOneThatComesBeginsAnew() {
    List<Ward> one = List.of(facility.wards().get(1));
    List<Point> points = facility.points().stream().filter(p -> p.ward().equals("ward-1")).toList();
    Facility smaller = with(facility, one, points);
    wards.change(facility, smaller, table::get);
    await().atMost(LONG).until(() -> heard.size() == 1);
    assertThat(heard.get(0)).isEqualTo(new ConclusionChange("ward-0", true, List.of(), List.of()));
    heard.clear();
    wards.change(smaller, facility, table::get);
    await().atMost(LONG).until(() -> heard.size() == 1);
    assertThat(heard.get(0).ward()).isEqualTo("ward-0");
    assertThat(heard.get(0).complete()).isTrue();
    assertThat(heard.get(0).began()).isNotEmpty();
  }

  @Test
  void aRoomIsExplainedDownToItsFacts() {
    set("0-0-io/bed.occupied", 0);
    WardEngine.Look look = wards.look("ward-0").toCompletableFuture().join();
    Explanation said = new Explainer(facility, look, "0-0").explain();
    Followed exit =
        said.conclusions().stream()
            .filter(f -> isBedExit(f.conclusion(), "0-0/bed"))
            .findFirst()
            .orElseThrow();
    assertThat(exit.rule()).isEqualTo("bed-exit");
    assertThat(exit.because())
        .anyMatch(k -> k.type().equals("Reading") && k.text().contains("bed.occupied"))
        .anyMatch(k -> k.type().equals("ResidentFacts") && k.text().contains("URGENT"));
    Followed light =
        said.conclusions().stream()
            .filter(f -> f.block().equals("path light on"))
            .findFirst()
            .orElseThrow();
    assertThat(light.because())
        .as("a helper fact stands for what led to it")
        .anyMatch(k -> k.text().contains("bed.occupied"))
        .noneMatch(k -> k.type().equals("OutOfBed"));
    assertThat(said.facts()).noneMatch(k -> k.text().contains("0-1"));
    assertThat(said.rules())
        .anyMatch(r -> r.rule().equals("bed-exit") && r.state() == RuleState.State.SPEAKS)
        .anyMatch(r -> r.rule().equals("bathroom-dwell") && r.state() == RuleState.State.SILENT);
  }
}
