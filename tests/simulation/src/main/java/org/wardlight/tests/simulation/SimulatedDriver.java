package org.wardlight.tests.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.sim.VirtualHouse;

/**
 * The wires between the house and the server: changes are delivered with the next poll, everything
 * now and then. Devices fall silent or freeze, connections break. Stays while servers come and go.
 */
final class SimulatedDriver implements Driver {
  /** Polls between two deliveries of everything: 5 s. */
  private static final int SWEEP = 20;

  /** Hears what is delivered, just before the server does. */
  interface Ear {
    void delivered(Point point, double value);

    /** From now on the point cannot be read. */
    void silent(Point point);
  }

  private final VirtualHouse house;
  private final Ear ear;
  private final Map<String, SimulatedLink> links = new LinkedHashMap<>();
  private final Map<String, List<Point>> pointsOfDevice = new LinkedHashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> frozen = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private Clock clock = Clock.systemUTC();
  private int connectAtOnce = Integer.MAX_VALUE;
  private long polls;
  private long samples;

  SimulatedDriver(VirtualHouse house, Ear ear) {
    this.house = house;
    this.ear = ear;
    for (Point point : house.facility().points()) {
      pointsOfDevice.computeIfAbsent(point.device(), d -> new ArrayList<>()).add(point);
      house.listen(point, (changed, value) -> changed(changed));
    }
  }

  /** A server begins, with this clock; what another one had opened is gone. */
  void serve(Clock serverClock) {
    clock = serverClock;
    links.clear();
  }

  private void changed(Point point) {
    SimulatedLink link = links.get(point.connection());
    if (link != null) {
      link.changed.add(point);
    }
  }

  /** Delivers what has changed, on the caller's thread. */
  void poll() {
    polls++;
    int tried = 0;
    for (SimulatedLink link : List.copyOf(links.values())) {
      boolean first = link.state.status() == Status.CONNECTING;
      if (!first || tried++ < connectAtOnce) {
        link.poll(polls % SWEEP == 0);
      }
    }
  }

  /** From now on so many links may try to connect for the first time with each poll. */
  void connectAtOnce(int links) {
    connectAtOnce = links;
  }

  /** How many samples were delivered. */
  long samples() {
    return samples;
  }

  // --- what breaks

  void silence(Device device, boolean on) {
    change(silent, device.id(), on);
    points(device).forEach(this::changed);
  }

  void freeze(Device device, boolean on) {
    change(frozen, device.id(), on);
    points(device).forEach(point -> house.freeze(point, on));
  }

  void breakConnection(String connection, boolean on) {
    change(broken, connection, on);
  }

  private static void change(Set<String> set, String id, boolean on) {
    boolean unused = on ? set.add(id) : set.remove(id);
  }

  private List<Point> points(Device device) {
    return pointsOfDevice.getOrDefault(device.id(), List.of());
  }

  /** Whether the device that the point belongs to does not do what it should. */
  boolean faulty(Point point) {
    return silent.contains(point.device())
        || frozen.contains(point.device())
        || broken.contains(point.connection());
  }

  // --- for the field layer

  @Override
  public Set<String> schemes() {
    return schemes(house.facility());
  }

  private static Set<String> schemes(Facility facility) {
    Set<String> schemes = new HashSet<>();
    facility.connections().values().forEach(c -> schemes.add(c.endpoint().getScheme()));
    return schemes;
  }

  @Override
  public Link open(ConnectionSpec connection, LinkListener listener) {
    SimulatedLink link = new SimulatedLink(connection.id(), listener);
    links.put(connection.id(), link);
    return link;
  }

  private final class SimulatedLink implements Link {
    private final String id;
    private final LinkListener listener;
    private final SampleBatch batch = new SampleBatch(64);
    private final Set<Point> changed = new LinkedHashSet<>();
    private List<Point> watched = List.of();
    private LinkState state;

    SimulatedLink(String id, LinkListener listener) {
      this.id = id;
      this.listener = listener;
      state = new LinkState(id, Status.CONNECTING, clock.instant(), null, 0);
    }

    private void poll(boolean everything) {
      boolean down = broken.contains(id);
      boolean news = down != (state.status() == Status.DOWN) || state.status() == Status.CONNECTING;
      if (news) {
        become(down);
      }
      if (down) {
        return;
      }
      List<Point> due = everything || news ? watched : List.copyOf(changed);
      changed.clear();
      if (!due.isEmpty()) {
        deliver(due);
      }
    }

    private void become(boolean down) {
      if (down) {
        watched.forEach(ear::silent);
      }
      DriverFailure failure = down ? new DriverFailure.Unreachable("connection reset") : null;
      Status status = down ? Status.DOWN : Status.UP;
      state = new LinkState(id, status, clock.instant(), failure, down ? 1 : 0);
      listener.stateChanged(state);
    }

    private void deliver(List<Point> points) {
      batch.begin(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
      for (Point point : points) {
        if (silent.contains(point.device())) {
          ear.silent(point);
          batch.addBad(point.id(), QualityReason.TIMEOUT);
        } else if (point.kind().type() == ValueType.TEXT) {
          batch.addText(point.id(), "simulated");
        } else {
          double value = house.shown(point);
          ear.delivered(point, value);
          batch.add(point.id(), value);
        }
      }
      samples += points.size();
      listener.samples(batch);
    }

    @Override
    public void watch(List<Point> points) {
      watched = List.copyOf(points);
      changed.addAll(points);
    }

    @Override
    public CompletionStage<WriteOutcome> write(Point point, double value) {
      return CompletableFuture.completedFuture(outcome(point, value));
    }

    private WriteOutcome outcome(Point point, double value) {
      @Nullable DriverFailure failure = state.failure();
      if (state.status() != Status.UP) {
        return new WriteOutcome.Refused(
            failure == null ? new DriverFailure.Unreachable("not connected yet") : failure);
      }
      if (silent.contains(point.device())) {
        return new WriteOutcome.Unknown(new DriverFailure.Timeout("no answer"));
      }
      house.write(point, value);
      return new WriteOutcome.Done();
    }

    @Override
    public void refresh(List<Point> points) {
      changed.addAll(points);
    }

    @Override
    public LinkState state() {
      return state;
    }

    @Override
    public void close() {
      links.remove(id, this);
    }
  }
}
