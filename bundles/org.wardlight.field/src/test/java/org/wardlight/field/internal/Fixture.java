package org.wardlight.field.internal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Ward;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/** A room with a presence sensor and a lamp on device io, and a thermometer on device climate. */
final class Fixture {
  static final int PRESENCE = 0;
  static final int LAMP = 1;
  static final int TEMPERATURE = 2;
  static final int SETPOINT = 3;

  final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:11:00Z"));
  final FakeDriver driver = new FakeDriver();
  final Map<String, PointStates.Kept> kept = new HashMap<>();
  final List<PointValue> changes = new ArrayList<>();
  final List<DeviceState> devices = new ArrayList<>();
  final List<LinkState> links = new ArrayList<>();
  final KeptOverrides overrides = new KeptOverrides();
  final PointObserver points = changes::add;
  final DeviceObserver deviceObserver =
      new DeviceObserver() {
        @Override
        public void deviceChanged(DeviceState now) {
          devices.add(now);
        }

        @Override
        public void linkChanged(LinkState now) {
          links.add(now);
        }
      };

  /** Starts the field layer as OSGi would, with the driver and the observers bound. */
  FieldComponent start() {
    FieldComponent field = startWithoutDriver();
    field.addDriver(driver);
    driver.up();
    changes.clear();
    devices.clear();
    links.clear();
    return field;
  }

  FieldComponent startWithoutDriver() {
    Facility facility = facility();
    FieldComponent field =
        new FieldComponent(
            () -> facility, states(), overrides, time.clock(), time, new InlineLanes());
    field.addPointObserver(points);
    field.addDeviceObserver(deviceObserver);
    return field;
  }

  private PointStates states() {
    return new PointStates() {
      @Override
      public Map<String, Kept> load() {
        return Map.copyOf(kept);
      }

      @Override
      public void save(String pointName, Kept state) {
        kept.put(pointName, state);
      }
    };
  }

  /** What was put is still there after a restart, and nothing else is. */
  static final class KeptOverrides implements OverrideStore {
    final Map<String, ManualOverride> onDisk = new HashMap<>();
    boolean broken;

    /** If set, puts are done when the test completes it. */
    @Nullable CompletableFuture<Boolean> slow;

    @Override
    public List<ManualOverride> load() {
      return List.copyOf(onDisk.values());
    }

    @Override
    public CompletionStage<Boolean> put(ManualOverride override) {
      if (broken) {
        return CompletableFuture.failedFuture(new IOException("disk full"));
      }
      onDisk.put(override.point(), override);
      CompletableFuture<Boolean> later = slow;
      return later == null ? CompletableFuture.completedFuture(true) : later;
    }

    @Override
    public CompletionStage<Boolean> remove(String pointName) {
      return CompletableFuture.completedFuture(onDisk.remove(pointName) != null);
    }
  }

  private static Facility facility() {
    PointKind presence = kind("bathroom.presence", ValueType.BOOLEAN, true, false);
    PointKind lamp = kind("lamp.red", ValueType.STATE, false, true);
    PointKind temperature = kind("bedroom.temperature", ValueType.NUMBER, false, false);
    PointKind setpoint = kind("climate.setpoint", ValueType.NUMBER, false, true);
    return new Facility(
        "test",
        "Test",
        ZoneId.of("Europe/Berlin"),
        Locale.ENGLISH,
        List.of(
            new Ward(
                "ward-a",
                "Ward A",
                "ground floor",
                LocalTime.of(6, 0),
                LocalTime.of(22, 0),
                List.of(
                    new Room(
                        "101", List.of(new Space("101/bathroom", SpaceKind.BATHROOM)), List.of())),
                List.of())),
        List.of(presence, lamp, temperature, setpoint),
        List.of(new ConnectionSpec("gateway", URI.create("fake://gateway"), Map.of())),
        List.of(
            new Device("io", "io", "gateway", "101"),
            new Device("climate", "climate", "gateway", "101")),
        List.of(
            point(PRESENCE, "io/presence", presence, "io", null, null),
            point(LAMP, "io/lamp", lamp, "io", 0.0, 2.0),
            point(TEMPERATURE, "climate/temperature", temperature, "climate", null, null),
            point(SETPOINT, "climate/setpoint", setpoint, "climate", 10.0, 30.0)));
  }

  private static PointKind kind(String id, ValueType type, boolean safety, boolean output) {
    List<String> states =
        type == ValueType.STATE ? List.of("off", "steady", "flashing") : List.of();
    return new PointKind(
        id, SpaceKind.BATHROOM, type, "", states, safety, output, null, Duration.ofMinutes(1));
  }

  private static Point point(
      int id,
      String name,
      PointKind kind,
      String device,
      @Nullable Double min,
      @Nullable Double max) {
    return new Point(
        id,
        name,
        kind,
        "ward-a",
        "101",
        "101/bathroom",
        device,
        "gateway",
        ScanClass.SAFETY,
        kind.output(),
        min,
        max,
        Map.of());
  }

  /** A driver whose device says and does what the test tells it. */
  final class FakeDriver implements Driver {
    final List<String> writes = new ArrayList<>();
    private final SampleBatch batch = new SampleBatch(4);
    private @Nullable LinkListener listener;
    private WriteOutcome outcome = new WriteOutcome.Done();
    private boolean obedient = true;
    private double lamp;
    boolean closed;

    @Override
    public Set<String> schemes() {
      return Set.of("fake");
    }

    @Override
    public Link open(ConnectionSpec connection, LinkListener to) {
      listener = to;
      return new Link() {
        @Override
        public void watch(List<Point> points) {}

        @Override
        public CompletionStage<WriteOutcome> write(Point point, double value) {
          writes.add(point.name() + "=" + value);
          if (point.id() == LAMP && obedient && !(outcome instanceof WriteOutcome.Refused)) {
            lamp = value;
          }
          return CompletableFuture.completedFuture(outcome);
        }

        @Override
        public void refresh(List<Point> points) {
          time.advance(Duration.ofMillis(1));
          if (points.get(0).id() == LAMP) {
            sample(LAMP, lamp);
          }
        }

        @Override
        public LinkState state() {
          throw new UnsupportedOperationException("the field layer listens instead");
        }

        @Override
        public void close() {
          closed = true;
        }
      };
    }

    void answers(WriteOutcome next) {
      outcome = next;
    }

    void obeys(boolean yes) {
      obedient = yes;
    }

    void sample(int point, double value) {
      batch.begin(PointState.micros(time.now()));
      batch.add(point, value);
      listener().samples(batch);
    }

    void bad(int point, QualityReason reason) {
      batch.begin(PointState.micros(time.now()));
      batch.addBad(point, reason);
      listener().samples(batch);
    }

    void up() {
      listener().stateChanged(new LinkState("gateway", Status.UP, time.now(), null, 0));
    }

    void down(String why) {
      listener()
          .stateChanged(
              new LinkState(
                  "gateway", Status.DOWN, time.now(), new DriverFailure.Unreachable(why), 1));
    }

    void closes() {
      listener().stateChanged(new LinkState("gateway", Status.CLOSED, time.now(), null, 0));
    }

    private LinkListener listener() {
      LinkListener to = listener;
      if (to == null) {
        throw new IllegalStateException("not opened");
      }
      return to;
    }
  }
}
