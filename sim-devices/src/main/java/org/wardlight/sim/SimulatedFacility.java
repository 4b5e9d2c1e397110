package org.wardlight.sim;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;

/**
 * A running simulated facility: a real server on loopback for each of its connections, and a model
 * of rooms and people behind them. Thread-safe.
 */
public final class SimulatedFacility implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedFacility.class);
  private static final long TICK_MILLIS = 50;

  private final Facility facility;
  private final SimulationSettings settings;
  private final PointValues values;
  private final Endpoints endpoints;
  private final House house;
  private final Deeds deeds;
  private final ScheduledExecutorService model =
      new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("wl-sim-model", true));
  private final LongAdder flickered = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final FaultBoard faults;
  private final Instant wallStart;
  private final Instant modelStart;

  private SimulatedFacility(Facility facility, SimulationSettings settings) {
    this.facility = facility;
    this.settings = settings;
    values = new PointValues(facility.points());
    endpoints = new Endpoints(facility, values);
    faults = new FaultBoard(facility, endpoints, values);
    wallStart = settings.clock().instant();
    Instant start = settings.start();
    modelStart = start == null ? wallStart : start;
    house = new House(facility, values, settings, modelStart);
    deeds = new Deeds(house);
  }

  /**
   * Starts the servers and the model.
   *
   * @throws SimulationException if a connection cannot be simulated or its port is taken
   */
  public static SimulatedFacility start(Facility facility, SimulationSettings settings) {
    SimulatedFacility simulated = new SimulatedFacility(facility, settings);
    try {
      simulated.endpoints.start();
    } catch (SimulationException e) {
      simulated.close();
      throw e;
    }
    var unused =
        simulated.model.scheduleAtFixedRate(
            simulated::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return simulated;
  }

  private void tick() {
    try {
      advance();
    } catch (RuntimeException e) {
      if (failure.getAndSet(e) == null) {
        LOG.error("The model failed; the servers go on with the values as they are", e);
      }
    }
  }

  private synchronized void advance() {
    house.timeline().advanceTo(modelTime());
  }

  private Instant modelTime() {
    Duration real = Duration.between(wallStart, settings.clock().instant());
    return modelStart.plusNanos((long) (real.toNanos() * settings.speed()));
  }

  /** What is simulated. */
  public Facility facility() {
    return facility;
  }

  /** The present model time. */
  public synchronized Instant now() {
    return Instant.ofEpochMilli(house.timeline().now());
  }

  /** "24 rooms, 3 Modbus gateways, 1 OPC UA server". */
  public String summary() {
    return count(facility.wards().stream().mapToLong(ward -> ward.rooms().size()).sum(), "room")
        + ", "
        + count(endpoints.count(ModbusEndpoint.class), "Modbus gateway")
        + ", "
        + count(endpoints.count(OpcUaEndpoint.class), "OPC UA server");
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** Sets all values of a kind in a room. */
  public void set(String room, String kind, double value) {
    set(room, kind, null, value);
  }

  /** Sets the values of a kind in one space or bed of a room; null for the whole room. */
  public synchronized void set(String room, String kind, @Nullable String space, double value) {
    house.set(room, kind, space, value);
  }

  /** Presses a button for this long (real time). */
  public synchronized void press(String room, String kind, @Nullable String space, Duration held) {
    house.press(room, kind, space, held);
  }

  /**
   * Lets inputs flicker, as when their supply breaks down (real time): there and back again and
   * again, and back to what they showed before.
   *
   * @param every from one change to the next
   * @throws SimulationException if a room lacks one of the kinds, or it cannot flicker
   */
  public synchronized void flicker(
      List<String> rooms, List<String> kinds, Duration every, Duration time) {
    List<Point> points = new ArrayList<>();
    for (String room : rooms) {
      SimulatedRoom simulated = house.byHand(room);
      for (String kind : kinds) {
        House.check(simulated, kind, null);
        points.addAll(simulated.points(kind, null));
      }
    }
    Flicker flicker = new Flicker(points, values, flickered);
    ScheduledFuture<?> going =
        model.scheduleAtFixedRate(flicker::change, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        model.schedule(
            () -> {
              going.cancel(false);
              flicker.rest();
            },
            time.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** How many changes of points have been flickering. */
  public long flickered() {
    return flickered.sum();
  }

  /** Lets somebody in a room do something: "leaves bed", "pulls cord", "presses call.bed". */
  public synchronized void perform(String room, String words) {
    Runnable deed = deeds.in(house.room(room), words);
    house.byHand(room);
    deed.run();
  }

  /** The value that a device shows for the first point of this kind in a room. */
  public double value(String room, String kind) {
    SimulatedRoom simulated = house.room(room);
    House.check(simulated, kind, null);
    return values.shown(simulated.points(kind, null).get(0).id());
  }

  /** The value that the device shows for a point. */
  public double value(Point point) {
    return values.shown(point.id());
  }

  /** The rooms (and common spaces) with points, in the order of the configuration. */
  public List<String> rooms() {
    return house.roomIds();
  }

  /** The points of a room. */
  public List<Point> points(String room) {
    return facility.pointsOf(house.room(room).id());
  }

  /** Lets a fault loose on a connection or a device; {@link Fault#NONE} ends it. */
  public synchronized void fault(String target, Fault fault) {
    faults.set(target, fault);
  }

  /**
   * Restarts the server of a connection alone: it ends with all sessions and subscriptions, and
   * another listens in its place.
   */
  public synchronized void restart(String connection) {
    faults.restart(connection);
  }

  /** The fault of a device, its own or its connection's. */
  public Fault faultOf(Device device) {
    return faults.of(device);
  }

  /** Plays a story from now on; times count from now, its speed is against the real clock. */
  public synchronized void play(Story story, double speed) {
    story.check(house, deeds, faults);
    for (Story.Step step : story.steps()) {
      long modelMillis = (long) (step.at().toMillis() * settings.speed() / speed);
      house.timeline().after(modelMillis, () -> perform(step));
    }
  }

  private void perform(Story.Step step) {
    LOG.info("Story: {}", step);
    if (step.fault() != null) {
      faults.set(step.target(), step.fault());
    } else {
      perform(step.target(), step.words());
    }
  }

  /** What people can be told to do. */
  public List<String> words() {
    return deeds.words();
  }

  /** How many requests and notifications the servers have served since the start. */
  public long served() {
    return endpoints.served();
  }

  /** The longest time between two reads of one Modbus unit since this was last asked. */
  public Duration takeLongestInterval() {
    return Duration.ofNanos(endpoints.takeLongestNanos());
  }

  @Override
  public void close() {
    model.shutdownNow();
    endpoints.close();
  }
}
