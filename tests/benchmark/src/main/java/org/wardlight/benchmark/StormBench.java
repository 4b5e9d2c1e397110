package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/** Hundreds of rooms flicker, and a hundred calls are made among them. */
final class StormBench {
  private static final int CALLS = 100;
  private static final String CALL = "call.bed";
  private static final String CHATTER = "alarm.chatter";

  /** All inputs of a room but the call buttons and the staff's. */
  private static final List<String> KINDS =
      List.of(
          "bed.occupied",
          "bathroom.presence",
          "bedroom.temperature",
          "bedroom.motion",
          "bedroom.co2");

  /** Those that every screen shows, so that it can be counted what of them has come through. */
  private static final List<String> ON_SCREEN = KINDS.subList(0, 3);

  /** In some rooms the presence of staff flickers too; each change of it is journalled. */
  private static final String PRESENCE = "staff.presence";

  private static final int ROOMS_WITH_PRESENCE = 8;

  /** What the server does with points of safety unless it is told otherwise. */
  private static final Duration SCAN = Duration.ofMillis(250);

  /** A change that is taken back before the next reading is seen by nobody. */
  private static final double READ = 0.95;

  /** There and back five times a second. */
  private static final Duration CHATTERING = Duration.ofMillis(100);

  private static final Duration PRESS = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /** A call that is not on the screen so long after the storm is lost. */
  private static final Duration LOST = Duration.ofMinutes(1);

  /** Time for a second alarm of the same call. */
  private static final Duration AFTERMATH = Duration.ofSeconds(5);

  private final StormSettings settings;
  private final Stage stage;
  private final Calls calls = new Calls(LIMIT);

  StormBench(StormSettings settings, Stage stage) {
    this.settings = settings;
    this.stage = stage;
  }

  /** How many rooms must flicker, so that this many changes a second are read. */
  static int flickering(int rate) {
    return (int) Math.ceil(rate / (READ * perSecond(KINDS.size())));
  }

  /** How often so many inputs change. */
  private static double perSecond(int inputs) {
    return inputs * 1_000.0 / SCAN.toMillis();
  }

  Report measure() throws InterruptedException {
    String before = ProcFigures.load();
    int count = flickering(settings.rate()) + CALLS + 1;
    Path config = stage.rooms(count, SCAN);
    Facility facility = org.wardlight.sim.Main.read(config);
    List<String> all = facility.points().stream().map(Point::room).distinct().sorted().toList();
    StormRooms rooms = StormRooms.of(all, CALLS);
    Report report =
        new Report()
            .number("rooms", "rooms", count, 0, "")
            .number("flickering", "rooms that flicker", rooms.flickering().size(), 0, "")
            .number("seconds", "storm", (double) settings.measured().toSeconds(), 0, "s")
            .text("localTime", "time of day in the house", localTime(facility))
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
        long lost = System.nanoTime() + LOST.toNanos();
        while (calls.shown() < calls.made() && System.nanoTime() - lost < 0) {
          Thread.sleep(100);
        }
        Thread.sleep(AFTERMATH.toMillis());
        screen.checkOpen();
        server.part().checkAlive();
      }
      told(report, shown);
      shed(report, server);
    }
    return report.text("loadAfter", "load after", ProcFigures.load());
  }

  /** By night, residents who leave their beds are more work than by day. */
  private static String localTime(Facility facility) {
    return LocalTime.now(facility.zone()).truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** What the screen has shown. */
  private final class Shown implements Screen.Viewer {
    private final Set<Integer> points;
    private final String chattering;
    private final Latencies changes = new Latencies();
    private final Latencies answered = new Latencies();
    private final Map<String, Integer> alarms = new TreeMap<>();
    private final Map<String, Integer> ofChatter = new TreeMap<>();

    Shown(Facility facility, StormRooms rooms) {
      Set<String> flickering = Set.copyOf(rooms.flickering());
      points =
          facility.points().stream()
              .filter(point -> ON_SCREEN.contains(point.kind().id()))
              .filter(point -> flickering.contains(point.room()))
              .map(Point::id)
              .collect(Collectors.toSet());
      chattering = rooms.chattering();
    }

    @Override
    public void value(int point, long micros) {
      if (points.contains(point)) {
        changes.add(micros);
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
        answered.add(micros);
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
    List<String> flickering = rooms.flickering();
    List<String> withPresence =
        flickering.subList(0, Math.min(ROOMS_WITH_PRESENCE, flickering.size()));
    int gcLinesBefore = Machine.lines(server.gcLog()).size();
    var unused = house.counters();
    double cpu = ProcFigures.cpuMillis(server.part().pid());
    long begin = System.nanoTime();
    house.flicker(flickering, KINDS, SCAN, time);
    house.flicker(withPresence, List.of(PRESENCE), SCAN, time);
    house.flicker(List.of(rooms.chattering()), List.of(CALL), CHATTERING, time);
    for (int i = 0; i < CALLS; i++) {
      waitUntil(begin + time.toNanos() * (2L * i + 1) / (2 * CALLS));
      calls.pressed(rooms.calling().get(i), System.nanoTime());
      house.press(rooms.calling().get(i), CALL, PRESS);
    }
    waitUntil(begin + time.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    double shownPerSecond = shown.changes.count() / seconds;
    double used = ProcFigures.cpuMillis(server.part().pid()) - cpu;
    House.Counters counted = house.counters();
    double made = counted.flickered() / seconds;
    double share = shownPerSecond / (flickering.size() * perSecond(ON_SCREEN.size()));
    List<String> gc = Machine.lines(server.gcLog());
    report
        .number("changesMade", "changes a second, counted by the simulator", made, 0, "")
        .number("changesShown", "of those that screens show, shown", 100 * share, 1, "%")
        .text("rate", "rate", rate(made * share))
        .number("requests", "requests answered a second", counted.served() / seconds, 0, "")
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

  /** What the server has seen decides, and that is told by what has reached the screen. */
  private String rate(double perSecond) {
    return perSecond >= settings.rate()
        ? "reached: %.0f".formatted(perSecond)
        : "not reached: %.0f of %d".formatted(perSecond, settings.rate());
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
        .number(
            "answeredP50Ms", "answer to call on screen, p50", shown.answered.millis(0.5), 1, "ms")
        .number(
            "answeredP99Ms", "answer to call on screen, p99", shown.answered.millis(0.99), 1, "ms")
        .number("valueP50Ms", "answer to screen, p50", shown.changes.millis(0.5), 1, "ms")
        .number("valueP99Ms", "answer to screen, p99", shown.changes.millis(0.99), 1, "ms")
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
