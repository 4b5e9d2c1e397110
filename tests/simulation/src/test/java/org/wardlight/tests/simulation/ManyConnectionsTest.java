package org.wardlight.tests.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.rules.internal.InlineRules;
import org.wardlight.sim.Main;
import org.wardlight.sim.SimulationSettings;
import org.wardlight.sim.VirtualHouse;
import org.wardlight.testkit.VirtualTime;

/** A house with a connection for each device, which are made a few at a time. */
final class ManyConnectionsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration POLL = Duration.ofMillis(500);

  private final Facility facility =
      connectionEach(Houses.first(Main.read(ROOT.resolve("device-configs/facilities/demo")), 20));
  private final VirtualTime time = new VirtualTime(START);
  private final VirtualHouse house =
      new VirtualHouse(
          facility, new SimulationSettings(Clock.systemUTC(), null, 1, 5, false, true, 1), START);
  private final SimulatedDriver driver = new SimulatedDriver(house, new Deaf());
  private final List<AlarmEvent> events = new ArrayList<>();
  private final Disk disk = new Disk(new MemoryJournal(events::add));

  private static final class Deaf implements SimulatedDriver.Ear {
    @Override
    public void delivered(Point point, double value) {
      // What arrives is judged elsewhere.
    }

    @Override
    public void silent(Point point) {
      // As above.
    }
  }

  private static Facility connectionEach(Facility shared) {
    List<ConnectionSpec> connections = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (Device device : shared.devices().values()) {
      ConnectionSpec spec = requireNonNull(shared.connections().get(device.connection()));
      connections.add(new ConnectionSpec(device.id(), spec.endpoint(), spec.options()));
      devices.add(new Device(device.id(), device.type(), device.id(), device.room()));
    }
    return new Facility(
        shared.id(),
        shared.name(),
        shared.zone(),
        shared.language(),
        shared.wards(),
        List.copyOf(shared.kinds().values()),
        connections,
        devices,
        shared.points().stream().map(ManyConnectionsTest::overItsOwn).toList(),
        shared.alarms());
  }

  private static Point overItsOwn(Point point) {
    return new Point(
        point.id(),
        point.name(),
        point.kind(),
        point.ward(),
        point.room(),
        point.space(),
        point.device(),
        point.device(),
        point.scan(),
        point.writable(),
        point.min(),
        point.max(),
        point.supervision(),
        point.address());
  }

  /** The server starts; one connection is tried with each poll. */
  private void start() {
    driver.connectAtOnce(1);
    assertThat(waits(facility.connections().size())).isGreaterThan(Duration.ofSeconds(15));
    var unused =
        new Server(
            facility, InlineRules.Compiled.read(ROOT.resolve("rules-drl")), disk, time, driver);
  }

  private static Duration waits(int turn) {
    return POLL.multipliedBy(turn);
  }

  private void run(Duration by) {
    for (Duration passed = Duration.ZERO; passed.compareTo(by) < 0; passed = passed.plus(POLL)) {
      time.advance(POLL);
      house.advanceTo(time.now());
      driver.poll();
    }
  }

  private List<AlarmEvent.Raised> silences() {
    return events.stream()
        .filter(AlarmEvent.Raised.class::isInstance)
        .map(AlarmEvent.Raised.class::cast)
        .filter(raised -> raised.kind().equals("device.silent"))
        .toList();
  }

  @Test
  void nobodyIsSaidToBeSilentBeforeItsConnectionWasTried() {
    start();
    run(waits(facility.connections().size()).plusSeconds(20));
    assertThat(silences()).isEmpty();
    assertThat(driver.samples()).isGreaterThan(facility.points().size());
  }

  @Test
  void whoIsDeadIsAnnouncedTenSecondsAfterItsConnectionWasTried() {
    List<String> turns = List.copyOf(facility.connections().keySet());
    int turn = turns.size() - 1;
    driver.breakConnection(turns.get(turn), true);
    start();
    run(waits(turns.size()).plusSeconds(20));

    Instant tried = START.plus(waits(turn));
    assertThat(silences())
        .singleElement()
        .satisfies(
            raised -> {
              assertThat(raised.reason().args()).containsEntry("device", turns.get(turn));
              assertThat(raised.at()).isBetween(tried, tried.plusSeconds(10));
            });
  }
}
