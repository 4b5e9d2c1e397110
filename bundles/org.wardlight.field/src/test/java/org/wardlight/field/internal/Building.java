package org.wardlight.field.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Ward;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/** A facility that tests put together point by point, with a driver that does what it is told. */
final class Building {
  static final Instant START = Instant.parse("2026-11-22T02:11:00Z");
  static final PointKind MAT = kind("bed.occupied", ValueType.BOOLEAN);
  static final PointKind PRESENCE = kind("bathroom.presence", ValueType.BOOLEAN);
  static final PointKind FAULT = kind("device.fault", ValueType.BOOLEAN);
  static final PointKind HEARTBEAT = kind("device.heartbeat", ValueType.NUMBER);
  static final PointKind FIRMWARE = kind("device.firmware", ValueType.TEXT);
  static final PointKind CORD =
      new PointKind(
          "bathroom.cord",
          SpaceKind.BATHROOM,
          ValueType.BOOLEAN,
          "",
          List.of(),
          true,
          false,
          new PointKind.Call("call.bathroom", AlarmClass.URGENT, true),
          Duration.ofMinutes(1));

  final VirtualTime time = new VirtualTime(START);
  final Map<String, FakeLink> links = new ConcurrentHashMap<>();
  final List<PointValue> told = Collections.synchronizedList(new ArrayList<>());
  final Desk desk = new Desk();

  /** What is known from before the start. */
  final Map<String, PointStates.Kept> kept = new HashMap<>();

  final Fixture.KeptOverrides overrides = new Fixture.KeptOverrides();

  static PointKind kind(String id, ValueType type) {
    return new PointKind(
        id, SpaceKind.BATHROOM, type, "", List.of(), true, false, null, Duration.ofMinutes(1));
  }

  static Supervision debounced(Duration debounce) {
    return new Supervision(debounce, 0, null, Set.of());
  }

  static Supervision chatters(int perMinute) {
    return new Supervision(Duration.ZERO, perMinute, null, Set.of());
  }

  static Supervision stuckAfter(Duration limit) {
    return new Supervision(Duration.ZERO, 0, limit, Set.of());
  }

  static Supervision dependsOn(String name) {
    return new Supervision(Duration.ZERO, 0, null, Set.of(name));
  }

  /** A point whose name is {@code <connection>-io/<kind's id>}. */
  static Point point(int id, PointKind kind, String connection, Supervision supervision) {
    String device = connection + "-io";
    return new Point(
        id,
        device + "/" + kind.id(),
        kind,
        "ward-a",
        "101",
        "101/bathroom",
        device,
        connection,
        ScanClass.SAFETY,
        kind.output(),
        kind.output() ? 0.0 : null,
        kind.output() ? 2.0 : null,
        supervision,
        Map.of());
  }

  /** A facility with these points and the connections they name, all of the same options. */
  static Facility facility(Point... points) {
    return facility(Map.of(), points);
  }

  static Facility facility(Map<String, Object> options, Point... points) {
    Map<String, ConnectionSpec> connections = new LinkedHashMap<>();
    Map<String, Device> devices = new LinkedHashMap<>();
    Map<String, PointKind> kinds = new LinkedHashMap<>();
    for (Point point : points) {
      String connection = point.connection();
      connections.put(
          connection, new ConnectionSpec(connection, URI.create("fake://" + connection), options));
      devices.put(point.device(), new Device(point.device(), "io", connection, "101"));
      kinds.put(point.kind().id(), point.kind());
    }
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
                List.of(),
                List.of())),
        List.copyOf(kinds.values()),
        List.copyOf(connections.values()),
        List.copyOf(devices.values()),
        List.of(points));
  }

  FieldComponent start(Facility facility) {
    FieldComponent field = begin(facility);
    links.values().forEach(FakeLink::up);
    field.addPointObserver(told::add);
    told.clear();
    return field;
  }

  /** Starts without a word from any link. */
  FieldComponent begin(Facility facility) {
    FieldComponent field =
        new FieldComponent(
            () -> facility, states(), overrides, time.clock(), time, new InlineLanes());
    field.setFaults(desk);
    field.addDriver(new FakeDriver());
    return field;
  }

  FakeLink link(String connection) {
    FakeLink link = links.get(connection);
    if (link == null) {
      throw new IllegalStateException(connection + " is not open");
    }
    return link;
  }

  /** What stands at the desk, as {@code kind subject}, and how often it was raised. */
  static final class Desk implements Faults {
    final Map<String, Integer> raised = new TreeMap<>();
    final Map<String, Reason> holding = new TreeMap<>();

    @Override
    public void hold(String kind, String subject, Reason reason) {
      if (holding.put(kind + " " + subject, reason) == null) {
        raised.merge(kind + " " + subject, 1, Integer::sum);
      }
    }

    @Override
    public void release(String kind, String subject) {
      holding.remove(kind + " " + subject);
    }
  }

  private PointStates states() {
    return new PointStates() {
      @Override
      public Map<String, Kept> load() {
        return Map.copyOf(kept);
      }

      @Override
      public void save(String pointName, Kept state) {
        // These tests do not restart.
      }
    };
  }

  private final class FakeDriver implements Driver {
    @Override
    public Set<String> schemes() {
      return Set.of("fake");
    }

    @Override
    public Link open(ConnectionSpec connection, LinkListener listener) {
      FakeLink link = new FakeLink(connection.id(), listener);
      links.put(connection.id(), link);
      return link;
    }
  }

  /** Notes every call; says what the test makes it say, on the test's threads. */
  final class FakeLink implements Link {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final String id;
    private final LinkListener listener;
    private final SampleBatch batch = new SampleBatch(4);
    private volatile List<Point> watched = List.of();

    FakeLink(String id, LinkListener listener) {
      this.id = id;
      this.listener = listener;
    }

    /** The first attempt begins. */
    void connecting() {
      listener.stateChanged(new LinkState(id, Status.CONNECTING, time.now(), null, 1));
    }

    void up() {
      listener.stateChanged(new LinkState(id, Status.UP, time.now(), null, 0));
    }

    void down(String why) {
      listener.stateChanged(
          new LinkState(id, Status.DOWN, time.now(), new DriverFailure.Unreachable(why), 1));
    }

    void sample(int point, double value) {
      batch.begin(PointState.micros(time.now())).add(point, value);
      listener.samples(batch);
    }

    void text(int point, String text) {
      batch.begin(PointState.micros(time.now())).addText(point, text);
      listener.samples(batch);
    }

    void bad(int point, QualityReason reason) {
      batch.begin(PointState.micros(time.now())).add(point, Double.NaN, Quality.BAD, reason, 0);
      listener.samples(batch);
    }

    void deliver(SampleBatch samples) {
      listener.samples(samples);
    }

    /** One sample of each point that is watched now. */
    void sweep(double value) {
      batch.begin(PointState.micros(time.now()));
      for (Point point : watched) {
        batch.add(point.id(), value);
      }
      listener.samples(batch);
    }

    @Override
    public void watch(List<Point> points) {
      watched = points;
      calls.add("watch " + points.size());
    }

    @Override
    public CompletionStage<WriteOutcome> write(Point point, double value) {
      calls.add("write " + point.name() + " " + value);
      return CompletableFuture.completedFuture(new WriteOutcome.Done());
    }

    @Override
    public void refresh(List<Point> points) {
      calls.add("refresh " + points.size());
    }

    @Override
    public LinkState state() {
      throw new UnsupportedOperationException("the field layer listens instead");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  /** The last thing told of the point, or null. */
  @Nullable PointValue last(int point) {
    List<PointValue> its = new ArrayList<>(told);
    its.removeIf(value -> value.point().id() != point);
    return its.isEmpty() ? null : its.get(its.size() - 1);
  }
}
