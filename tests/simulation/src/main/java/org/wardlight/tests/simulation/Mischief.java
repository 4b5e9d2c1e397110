package org.wardlight.tests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/**
 * What goes wrong in a house, drawn for each day: devices fall silent or freeze, connections break,
 * the server restarts or loses power, the system's clock is set, a mat chatters, a storm goes
 * through all inputs of several rooms.
 */
final class Mischief {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final int FAULTS_A_DAY = 6;
  private static final int LONG_STAYS_A_DAY = 3;

  /** Less than the house leaves a room alone after somebody acted in it by hand. */
  private static final long HOLD = 9 * MINUTE;

  private static final int MOST_STORMY_ROOMS = 8;
  private static final String MAT = "bed.occupied";
  private static final String PRESENCE = "bathroom.presence";
  private static final List<Duration> JUMPS =
      List.of(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofDays(1));

  /** What can be done to the house and its server. */
  interface Victim {
    void stopServer(boolean crash);

    void startServer();

    void jump(Duration by);

    SimulatedDriver driver();

    /** Somebody does something in a room, in the words of the simulated house. */
    void perform(String room, String words);

    void set(String room, String kind, boolean on);
  }

  private record Deed(long at, long order, Runnable what) implements Comparable<Deed> {
    @Override
    public int compareTo(Deed other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Deed> deeds = new PriorityQueue<>();
  private final SplittableRandom random;
  private final List<Device> devices;
  private final List<String> connections;
  private final List<String> rooms = new ArrayList<>();
  private final Map<String, List<String>> inputs = new HashMap<>();
  private final Victim victim;
  private long order;
  private long tomorrow;
  private long restarts;
  private long jumps;
  private long faults;
  private long storms;

  Mischief(Facility facility, long seed, Victim victim) {
    this.victim = victim;
    random = new SplittableRandom(seed * 101 + 7);
    devices = List.copyOf(facility.devices().values());
    connections = List.copyOf(facility.connections().keySet());
    for (Ward ward : facility.wards()) {
      ward.rooms().stream()
          .filter(room -> room.beds().stream().anyMatch(bed -> bed.stay() != null))
          .map(Room::id)
          .forEach(rooms::add);
    }
    for (Point point : facility.points()) {
      if (point.kind().safety() && point.kind().type() == ValueType.BOOLEAN) {
        inputs.computeIfAbsent(point.room(), room -> new ArrayList<>()).add(point.kind().id());
      }
    }
    at(0, this::plan);
  }

  /** Does what is due until this moment. */
  void until(long nanos) {
    for (Deed next = deeds.peek(); next != null && next.at <= nanos; next = deeds.peek()) {
      deeds.poll();
      next.what.run();
    }
  }

  String summary() {
    return faults
        + " faults, "
        + restarts
        + " restarts, "
        + jumps
        + " jumps of the clock, "
        + storms
        + " storms";
  }

  private void at(long nanos, Runnable what) {
    deeds.add(new Deed(nanos, order++, what));
  }

  /** Plans a day from now. */
  private void plan() {
    long today = tomorrow;
    tomorrow = today + DAY;
    at(tomorrow, this::plan);
    for (int i = 0; i < FAULTS_A_DAY; i++) {
      fault(today + random.nextLong(DAY));
    }
    if (random.nextInt(10) < 7) {
      restart(today + random.nextLong(DAY - 30 * MINUTE));
    }
    if (random.nextInt(10) < 4) {
      clock(today + random.nextLong(DAY / 2));
    }
    chatter(today + random.nextLong(DAY));
    if (random.nextInt(10) < 3) {
      storm(today + random.nextLong(DAY));
    }
    for (int i = 0; i < LONG_STAYS_A_DAY; i++) {
      longStay(today + random.nextLong(DAY));
    }
  }

  private void fault(long from) {
    faults++;
    long until = from + random.nextLong(10 * SECOND, 20 * MINUTE);
    Device device = devices.get(random.nextInt(devices.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        at(from, () -> victim.driver().silence(device, true));
        at(until, () -> victim.driver().silence(device, false));
      }
      case 1 -> {
        at(from, () -> victim.driver().freeze(device, true));
        at(until, () -> victim.driver().freeze(device, false));
      }
      default -> {
        String connection = connections.get(random.nextInt(connections.size()));
        at(from, () -> victim.driver().breakConnection(connection, true));
        at(until, () -> victim.driver().breakConnection(connection, false));
      }
    }
  }

  private void restart(long from) {
    restarts++;
    boolean crash = random.nextBoolean();
    at(from, () -> victim.stopServer(crash));
    at(from + random.nextLong(2 * SECOND, 15 * MINUTE), victim::startServer);
  }

  /** Somebody sets the clock wrong, and some hours later right again. */
  private void clock(long from) {
    jumps++;
    Duration by = JUMPS.get(random.nextInt(JUMPS.size()));
    Duration there = random.nextBoolean() ? by : by.negated();
    at(from, () -> victim.jump(there));
    long until = from + random.nextLong(MINUTE, DAY / 2);
    at(until, () -> victim.jump(there.negated()));
    if (random.nextBoolean()) {
      // A server that had followed the wrong clock goes back with a restart only.
      restart(until + random.nextLong(5 * MINUTE));
      longStay(until - 40 * MINUTE);
    }
  }

  private String someRoom() {
    return rooms.get(random.nextInt(rooms.size()));
  }

  /** A resident does not come out of the bathroom; in half of the cases staff is with them. */
  private void longStay(long from) {
    String room = someRoom();
    long until = from + random.nextLong(10 * MINUTE, 100 * MINUTE);
    at(Math.max(0, from), () -> victim.perform(room, "enters-bathroom"));
    for (long moment = from + HOLD; moment < until; moment += HOLD) {
      at(moment, () -> victim.set(room, PRESENCE, true));
    }
    at(until, () -> victim.perform(room, "leaves-bathroom"));
    if (random.nextBoolean()) {
      visit(room, random.nextLong(from, until));
    }
  }

  private void visit(String room, long from) {
    long until = from + random.nextLong(MINUTE, 15 * MINUTE);
    at(from, () -> victim.perform(room, "presence-on"));
    if (random.nextInt(3) == 0) {
      at(random.nextLong(from, until), () -> victim.perform(room, "pulls-cord"));
    }
    at(until - 2 * SECOND, () -> victim.perform(room, "reset"));
    at(until, () -> victim.perform(room, "presence-off"));
  }

  private void chatter(long from) {
    String room = someRoom();
    long moment = from;
    for (int i = 0; i < 90; i++) {
      boolean occupied = i % 2 == 1;
      at(moment, () -> victim.set(room, MAT, occupied));
      moment += random.nextLong(SECOND / 2, 2 * SECOND);
    }
  }

  /**
   * A supply that breaks down and comes back: inputs of several rooms flicker, four times a second.
   */
  private void storm(long from) {
    storms++;
    long until = from + random.nextLong(20 * SECOND, 60 * SECOND);
    Set<String> stormy = new TreeSet<>();
    for (int i = 0; i < MOST_STORMY_ROOMS; i++) {
      stormy.add(someRoom());
    }
    for (String room : stormy) {
      List<String> kinds = inputs.getOrDefault(room, List.of());
      for (long moment = from; moment < until; moment += SECOND / 4) {
        String kind = kinds.get(random.nextInt(kinds.size()));
        boolean on = random.nextBoolean();
        at(moment, () -> victim.set(room, kind, on));
      }
      kinds.forEach(kind -> at(until, () -> victim.set(room, kind, false)));
    }
  }
}
