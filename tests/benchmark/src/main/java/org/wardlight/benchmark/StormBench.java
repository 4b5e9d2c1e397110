package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/** Hundreds of rooms flicker, and a hundred calls are made among them. */
final class StormBench {
  private static final int CALLS = 100;
  private static final String CALL = "call.bed";
  private static final String CHATTER = "alarm.chatter";

  /** Kinds that every screen shows, so that it can be counted what of them has come through. */
  private static final List<String> KINDS =
      List.of("bed.occupied", "bathroom.presence", "staff.presence", "bedroom.temperature");

  /** What the server does with points of safety unless it is told otherwise. */
  private static final Duration SCAN = Duration.ofMillis(250);

  /** There and back five times a second. */
  private static final Duration CHATTERING = Duration.ofMillis(100);

  private static final Duration PRESS = Duration.ofMillis(2_500);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final Duration AFTERMATH = Duration.ofSeconds(10);

  private final StormSettings settings;
  private final Stage stage;
  private final Calls calls = new Calls(LIMIT);

  StormBench(StormSettings settings, Stage stage) {
    this.settings = settings;
    this.stage = stage;
  }

  /** How many rooms must flicker for this many changes a second. */
  static int flickering(int rate) {
    double perRoom = KINDS.size() * 1_000.0 / SCAN.toMillis();
    return (int) Math.ceil(rate / perRoom);
  }

  Report measure() throws InterruptedException {
    String before = ProcFigures.load();
    int count = flickering(settings.rate()) + CALLS + 1;
    Path config = stage.gateways(count, SCAN);
    Facility facility = org.wardlight.sim.Main.read(config);
    List<String> all = facility.points().stream().map(Point::room).distinct().sorted().toList();
    StormRooms rooms = StormRooms.of(all, CALLS);
    Report report =
        new Report()
            .number("rooms", "rooms", count, 0, "")
            .number("flickering", "rooms that flicker", rooms.flickering().size(), 0, "")
            .number("seconds", "storm", (double) settings.measured().toSeconds(), 0, "s")
            .text("java", "java", Runtime.version().toString())
            .text("loadBefore", "load before", before);
    try (Stage.Simulator simulator = stage.simulator(config, "", List.of("--still"));
        Stage.Server server = stage.server(config, "")) {
      report.number("readyMs", "ready after", server.readyMillis(), 0, "ms");
      Shown shown = new Shown(facility, rooms);
      try (Screen screen = Screen.open(Session.first(stage.http(), server), shown)) {
        Thread.sleep(SETTLE.toMillis());
        stage.say("the storm");
        storm(report, simulator.house(), server, rooms, shown);
        stage.say("the aftermath");
        Thread.sleep(AFTERMATH.toMillis());
        screen.checkOpen();
        server.part().checkAlive();
      }
      told(report, shown);
      shed(report, server);
    }
    return report.text("loadAfter", "load after", ProcFigures.load());
  }

  /** What the screen has shown. */
  private final class Shown implements Screen.Viewer {
    private final Set<Integer> points;
    private final String chattering;
    private final LongAdder changes = new LongAdder();
    private final Map<String, Integer> alarms = new TreeMap<>();
    private final Map<String, Integer> ofChatter = new TreeMap<>();

    Shown(Facility facility, StormRooms rooms) {
      Set<String> flickering = Set.copyOf(rooms.flickering());
      points =
          facility.points().stream()
              .filter(point -> KINDS.contains(point.kind().id()))
              .filter(point -> flickering.contains(point.room()))
              .map(Point::id)
              .collect(Collectors.toSet());
      chattering = rooms.chattering();
    }

    @Override
    public void value(int point, long micros) {
      if (points.contains(point)) {
        changes.increment();
      }
    }

    @Override
    public synchronized void alarm(Screen on, JsonNode alarm, long micros) {
      String kind = alarm.path("kind").asText();
      String room = alarm.path("room").asText();
      if (room.equals(chattering)) {
        ofChatter.merge(kind, 1, Integer::sum);
      } else if (kind.equals(CALL)) {
        calls.shown(room, alarm.path("id").asText(), System.nanoTime());
      } else {
        alarms.merge(kind, 1, Integer::sum);
      }
    }

    synchronized int ofChatter(String kind) {
      return ofChatter.getOrDefault(kind, 0);
    }

    synchronized String others() {
      return alarms.isEmpty()
          ? "none"
          : alarms.entrySet().stream()
              .map(one -> one.getKey() + " " + one.getValue())
              .collect(Collectors.joining(", "));
    }
  }

  private void storm(Report report, House house, Stage.Server server, StormRooms rooms, Shown shown)
      throws InterruptedException {
    Duration time = settings.measured();
    int gcLinesBefore = Machine.lines(server.gcLog()).size();
    var unused = house.counters();
    double cpu = ProcFigures.cpuMillis(server.part().pid());
    long begin = System.nanoTime();
    house.flicker(rooms.flickering(), KINDS, SCAN, time);
    house.flicker(List.of(rooms.chattering()), List.of(CALL), CHATTERING, time);
    for (int i = 0; i < CALLS; i++) {
      waitUntil(begin + time.toNanos() * (2L * i + 1) / (2 * CALLS));
      calls.pressed(rooms.calling().get(i), System.nanoTime());
      house.press(rooms.calling().get(i), CALL, PRESS);
    }
    waitUntil(begin + time.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    double shownPerSecond = shown.changes.sum() / seconds;
    double used = ProcFigures.cpuMillis(server.part().pid()) - cpu;
    House.Counters counted = house.counters();
    double polls = counted.served() / seconds;
    double due = (rooms.flickering().size() + CALLS + 1) * 1_000.0 / SCAN.toMillis();
    List<String> gc = Machine.lines(server.gcLog());
    report
        .number(
            "changesMade",
            "changes a second, counted by the simulator",
            counted.flickered() / seconds,
            0,
            "")
        .number("changesShown", "changes a second, counted on the screen", shownPerSecond, 0, "")
        .text("rate", "rate", rate(shownPerSecond))
        .number("pollsPerSecond", "polls answered a second", polls, 0, "")
        .number("rateKeptPercent", "polls kept", 100 * polls / due, 1, "%")
        .number("longestIntervalMs", "longest interval of a room", counted.longestMillis(), 0, "ms")
        .number("cpuPercent", "processor time, share of a core", used / 10 / seconds, 1, "%")
        .number(
            "residentMb",
            "resident memory",
            ProcFigures.residentMegabytes(server.part().pid()),
            0,
            "MB")
        .number(
            "gcLongestMs",
            "longest pause",
            GcLog.of(gc.subList(gcLinesBefore, gc.size())).longestPauseMillis(),
            1,
            "ms");
  }

  /** What has reached the screen decides, for that is what the server has seen. */
  private String rate(double perSecond) {
    return perSecond >= settings.rate()
        ? "reached"
        : "not reached: %.1f %% of %d"
            .formatted(100 * perSecond / settings.rate(), settings.rate());
  }

  private static void waitUntil(long nanos) throws InterruptedException {
    long wait = nanos - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait).toMillis());
    }
  }

  private void told(Report report, Shown shown) {
    report
        .number("callsMade", "calls made", calls.made(), 0, "")
        .number("callsShown", "calls shown", calls.shown(), 0, "")
        .number("callsLate", "calls shown after more than 2 s", calls.late(), 0, "")
        .number("callP50Ms", "press to screen, p50", calls.times().millis(0.5), 0, "ms")
        .number("callP99Ms", "press to screen, p99", calls.times().millis(0.99), 0, "ms")
        .number("callLongestMs", "press to screen, longest", calls.times().millis(1), 0, "ms")
        .number("doubled", "calls shown twice", calls.doubled(), 0, "")
        .number("unasked", "calls shown that nobody made", calls.unasked(), 0, "")
        .number("chatterAlarms", "chattering button: calls", shown.ofChatter(CALL), 0, "")
        .number("chatterFaults", "chattering button: faults", shown.ofChatter(CHATTER), 0, "")
        .text("otherAlarms", "alarms of the storm itself", shown.others());
    if (calls.shown() < calls.made()) {
      report.failure((calls.made() - calls.shown()) + " calls were lost");
    }
    if (calls.doubled() > 0) {
      report.failure(calls.doubled() + " calls were shown twice");
    }
    if (calls.unasked() > 0) {
      report.failure(calls.unasked() + " calls were shown that nobody had made");
    }
  }

  private void shed(Report report, Stage.Server server) {
    ServerLog log = ServerLog.of(server.part().lines());
    report
        .number("samplesShed", "telemetry samples shed", (double) log.samplesLost(), 0, "")
        .number("troubles", "other warnings and errors", log.troubles().size(), 0, "");
    log.troubles().stream().limit(20).forEach(line -> stage.say("the server said: " + line));
  }
}
