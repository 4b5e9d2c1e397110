package org.wardlight.tests.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.rules.internal.InlineRules;
import org.wardlight.sim.SimulationSettings;
import org.wardlight.sim.VirtualHouse;
import org.wardlight.testkit.VirtualTime;

/**
 * The course of a house and its server through days and years of virtual time. The same facility,
 * rules, start and seed give the same journal.
 */
final class Course {
  /** How often the driver delivers what has changed. */
  private static final Duration POLL = Duration.ofMillis(250);

  private static final double CALLS_PER_ROOM_AND_DAY = 15;

  /** What a facility of any size is simulated with. */
  record Plan(Facility facility, InlineRules.Compiled rules, Instant start, long seed) {}

  private final Plan plan;
  private final VirtualTime time;
  private final VirtualHouse house;
  private final Stage stage;
  private final SimulatedDriver driver;
  private final MemoryJournal journal;
  private final Disk disk;
  private final Mischief mischief;
  private final DwellLaw dwell;
  private final CallLaw calls;
  private final AlarmLaw alarms;
  private final EpisodeLaw ways;
  private final List<Law> laws;
  private @Nullable Server server;

  Course(Plan plan) {
    this.plan = plan;
    time = new VirtualTime(plan.start());
    SimulationSettings settings =
        new SimulationSettings(
            Clock.systemUTC(), null, 1, plan.seed(), false, true, CALLS_PER_ROOM_AND_DAY);
    house = new VirtualHouse(plan.facility(), settings, plan.start());
    stage = new Stage(plan.facility(), time, plan.start());
    driver = new SimulatedDriver(house, new Deliveries());
    journal = new MemoryJournal(this::happened);
    disk = new Disk(journal);
    mischief = new Mischief(plan.facility(), plan.seed(), new Reach());
    dwell = new DwellLaw(stage);
    calls = new CallLaw(stage);
    alarms = new AlarmLaw(stage);
    ways = new EpisodeLaw(stage);
    laws = new ArrayList<>(List.of(dwell, calls, alarms, ways, new LampLaw(stage, house, driver)));
    start();
  }

  private final class Deliveries implements SimulatedDriver.Ear {
    @Override
    public void delivered(Point point, double value) {
      laws.forEach(law -> law.delivered(point, value));
    }

    @Override
    public void silent(Point point) {
      laws.forEach(law -> law.silent(point));
    }
  }

  private void happened(AlarmEvent event) {
    laws.forEach(law -> law.happened(event));
  }

  /** Tells from now on what happens in a room between two instants of true time. */
  void trace(String room, Instant from, Instant until, Consumer<String> teller) {
    laws.add(new Trace(stage, room, from, until, teller));
  }

  /** Lets this much time pass. */
  void run(Duration by) {
    long end = time.nanos() + by.toNanos();
    while (time.nanos() < end) {
      time.advance(POLL);
      mischief.until(time.nanos());
      house.advanceTo(stage.trueTime());
      if (server != null) {
        driver.poll();
      }
      laws.forEach(Law::check);
    }
  }

  private void start() {
    Server begun = new Server(plan.facility(), plan.rules(), disk, time, driver);
    server = begun;
    stage.began(begun.clock());
    laws.forEach(Law::started);
  }

  private final class Reach implements Mischief.Victim {
    @Override
    public void stopServer(boolean crash) {
      Server running = server;
      if (running != null) {
        Consumer<Server> end = crash ? Server::crash : Server::stop;
        end.accept(running);
        server = null;
        stage.ended();
        laws.forEach(Law::stopped);
      }
    }

    @Override
    public void startServer() {
      if (server == null) {
        start();
      }
    }

    @Override
    public void jump(Duration by) {
      time.jump(by);
      laws.forEach(law -> law.jumped(by));
    }

    @Override
    public SimulatedDriver driver() {
      return driver;
    }

    @Override
    public void perform(String room, String words) {
      house.perform(room, words);
    }

    @Override
    public void set(String room, String kind, boolean on) {
      house.set(room, kind, on ? 1 : 0);
    }
  }

  /** Of everything that the journal ever took. */
  String hash() {
    return journal.hash();
  }

  /** What was broken, first things first; empty if every law held. */
  List<String> complaints() {
    return stage.complaints();
  }

  long broken() {
    return stage.broken();
  }

  long events() {
    return journal.size();
  }

  long presses() {
    return calls.presses();
  }

  long longStays() {
    return dwell.judged();
  }

  long ways() {
    return ways.judged();
  }

  String summary() {
    return "%,d samples, %,d events, %,d alarms (%d open), %,d presses, %,d long stays, %,d ways, %s"
        .formatted(
            driver.samples(),
            journal.size(),
            alarms.raised(),
            alarms.open(),
            calls.presses(),
            dwell.judged(),
            ways.judged(),
            mischief.summary());
  }
}
