package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardlight.field.internal.Building.MAT;
import static org.wardlight.field.internal.Building.PRESENCE;
import static org.wardlight.field.internal.Building.facility;
import static org.wardlight.field.internal.Building.point;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Overrides.Outcome;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;

final class LiveChangeTest {
  private static final PointKind LAMP =
      new PointKind(
          "lamp.red",
          SpaceKind.ENTRANCE,
          ValueType.STATE,
          "",
          List.of("off", "steady", "flashing"),
          false,
          true,
          null,
          Duration.ofMinutes(1));

  private final Building building = new Building();

  private static Point presence(int id, String connection) {
    return point(id, PRESENCE, connection, Supervision.NONE);
  }

  private static Point lamp(int id, String connection) {
    return point(id, LAMP, connection, Supervision.NONE);
  }

  @Test
  void ofFiftyLinksOnlyTheChangedOneIsCalled() {
    Point[] before = new Point[50];
    for (int i = 0; i < 50; i++) {
      before[i] = presence(i, "gateway-" + i);
    }
    Facility first = facility(before);
    FieldComponent field = building.start(first);
    building.links.values().forEach(link -> link.calls.clear());

    Point[] after = Arrays.copyOf(before, 51);
    after[50] = point(50, MAT, "gateway-7", Supervision.NONE);
    field.facilityChanged(first, facility(after));

    assertThat(building.link("gateway-7").calls).containsExactly("watch 2");
    building.links.forEach(
        (id, link) -> {
          if (!id.equals("gateway-7")) {
            assertThat(link.calls).as(id).isEmpty();
          }
        });
    // Who listened before hears of the new point.
    assertThat(building.last(50))
        .extracting(PointValue::reason)
        .isEqualTo(QualityReason.NEVER_READ);
    building.link("gateway-7").sample(50, 1);
    assertThat(building.last(50)).extracting(PointValue::value).isEqualTo(1.0);
  }

  @Test
  void samplesDuringChangesAreNeitherLostNorDoubled() throws Exception {
    int links = 50;
    int samples = 4_000;
    Point[] points = new Point[links];
    for (int i = 0; i < links; i++) {
      points[i] = presence(i, "gateway-" + i);
    }
    Facility first = facility(points);
    FieldComponent field = building.start(first);
    AtomicIntegerArray told = new AtomicIntegerArray(links + 1_000);
    field.addPointObserver(now -> told.incrementAndGet(now.point().id()));
    for (int i = 0; i < links; i++) {
      told.set(i, 0); // what was told at registration
    }
    List<Thread> drivers = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    for (int d = 0; d < 2; d++) {
      int mine = d;
      drivers.add(
          new Thread(
              () -> {
                awaitStart(go);
                for (int n = 0; n < samples; n++) {
                  for (int i = mine; i < links; i += 2) {
                    building.link("gateway-" + i).sample(i, n % 2);
                  }
                }
              }));
    }
    drivers.forEach(Thread::start);
    go.countDown();
    Facility now = first;
    int changes = 0;
    while (drivers.stream().anyMatch(Thread::isAlive) && changes < 900) {
      // A point comes and goes, each time with an id of its own.
      Point[] next = Arrays.copyOf(points, links + 1);
      next[links] = point(links + changes, MAT, "gateway-" + changes % links, Supervision.NONE);
      Facility then = facility(next);
      field.facilityChanged(now, then);
      now = then;
      changes++;
    }
    for (Thread driver : drivers) {
      driver.join(60_000);
    }
    assertThat(changes).isPositive();
    for (int i = 0; i < links; i++) {
      assertThat(told.get(i)).as("changes of point " + i).isEqualTo(samples);
    }
  }

  private static void awaitStart(CountDownLatch go) {
    try {
      assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aConnectionWithOtherSettingsIsReplacedAndItsPointsKeepWhatIsKnown() {
    Facility first = facility(presence(0, "a"));
    FieldComponent field = building.start(first);
    Building.FakeLink old = building.link("a");
    Instant entered = building.time.now();
    old.sample(0, 1);
    building.time.advance(Duration.ofSeconds(5));
    field.facilityChanged(first, facility(Map.of("timeout", "2s"), presence(0, "a")));

    assertThat(old.calls).containsExactly("watch 1", "close");
    assertThat(building.link("a")).isNotSameAs(old);
    assertThat(building.link("a").calls).containsExactly("watch 1");
    PointValue between = field.value(0);
    assertThat(between.reason()).isEqualTo(QualityReason.DISCONNECTED);
    assertThat(between.value()).isEqualTo(1);

    old.sample(0, 0); // late, from the closed link
    assertThat(field.value(0).value()).isEqualTo(1);
    building.link("a").sample(0, 1);
    assertThat(field.value(0).since()).isEqualTo(entered);
    assertThat(field.devices()).singleElement().matches(device -> device.answering());
  }

  @Test
  void aRemovedConnectionIsClosedAndItsPointsAreGone() {
    Facility first = facility(presence(0, "a"), presence(1, "b"));
    FieldComponent field = building.start(first);
    field.facilityChanged(first, facility(presence(0, "a")));

    assertThat(building.link("b").calls).containsExactly("watch 1", "close");
    assertThat(building.link("a").calls).containsExactly("watch 1");
    assertThatThrownBy(() -> field.value(1)).hasMessage("there is no point 1");
    assertThat(field.links()).extracting(link -> link.state().connection()).containsExactly("a");
    building.link("b").sample(1, 1); // still on its way; nobody minds
  }

  @Test
  void wishesAndOverridesOfWhatStaysGoOnAndOfWhatIsGoneAreDropped() {
    Facility first = facility(lamp(0, "a"), lamp(1, "b"));
    FieldComponent field = building.start(first);
    building.link("a").sample(0, 0);
    field.wish(0, Origin.RULE, 2, "rule");
    Instant until = building.time.now().plusSeconds(600);
    for (int lamp = 0; lamp < 2; lamp++) {
      Outcome outcome = field.override(lamp, 1, "eng", until, "test").toCompletableFuture().join();
      assertThat(outcome).isInstanceOf(Outcome.Held.class);
    }
    field.facilityChanged(first, facility(lamp(0, "a"), presence(2, "a")));

    assertThat(field.state(0).desired()).isEqualTo(1);
    assertThat(field.overrides())
        .extracting(ManualOverride::point)
        .containsExactly("a-io/lamp.red");
    assertThat(building.overrides.onDisk).containsOnlyKeys("a-io/lamp.red");
    assertThat(field.outputs()).extracting(OutputState::point).containsExactly(0);
    field.withdraw(1, Origin.RULE); // a rule that has not heard of it yet
    field.release(0, "eng");
    assertThat(field.state(0).desired()).isEqualTo(2);
  }

  @Test
  void aPointWithOtherSupervisionIsWatchedAnew() {
    Facility first = facility(point(0, MAT, "a", Building.chatters(2)));
    FieldComponent field = building.start(first);
    for (int i = 0; i < 8; i++) {
      building.link("a").sample(0, i % 2);
      building.time.advance(Duration.ofSeconds(2));
    }
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.CHATTERING);
    field.facilityChanged(first, facility(point(0, MAT, "a", Supervision.NONE)));
    building.link("a").sample(0, 1);
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.NONE);
    assertThat(field.value(0).value()).isEqualTo(1);
    assertThat(building.desk.holding).isEmpty();
  }
}
