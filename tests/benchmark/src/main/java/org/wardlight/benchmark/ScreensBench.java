package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many screens of a house in which people live. */
final class ScreensBench {
  private static final Duration SCAN = Duration.ofSeconds(1);

  /** By night hardly anything changes: ten times as fast there is something to be shown. */
  private static final List<String> LIFE = List.of("--speed", "10");

  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final ScreensSettings settings;
  private final Stage stage;
  private final Ages ages = new Ages();

  ScreensBench(ScreensSettings settings, Stage stage) {
    this.settings = settings;
    this.stage = stage;
  }

  Report measure() throws InterruptedException {
    Report report =
        new Report()
            .number("screens", "screens", settings.screens(), 0, "")
            .number("rooms", "rooms", settings.rooms(), 0, "")
            .number("seconds", "measured", (double) settings.measured().toSeconds(), 0, "s")
            .text("java", "java", Runtime.version().toString())
            .text("loadBefore", "load before", ProcFigures.load());
    Path config = stage.rooms(settings.rooms(), SCAN);
    try (Stage.Simulator simulator = stage.simulator(config, "", LIFE);
        Stage.Server server = stage.server(config, "")) {
      report.number("readyMs", "ready after", server.readyMillis(), 0, "ms");
      List<Session> sessions = sessions(server);
      stage.say("warming up");
      try (Screens screens = new Screens(sessions)) {
        Thread.sleep(settings.warmUp().toMillis());
        screens.checkOpen();
      }
      measure(report, server, sessions);
      simulator.part().checkAlive();
    }
    return report.text("loadAfter", "load after", ProcFigures.load());
  }

  private List<Session> sessions(Stage.Server server) throws InterruptedException {
    stage.say("logging in");
    List<Session> sessions = new ArrayList<>();
    sessions.add(Session.first(stage.http(), server));
    while (sessions.size() < settings.screens()) {
      sessions.add(sessions.get(0).another());
    }
    return sessions;
  }

  /** Live screens that say what they saw, as the pages do. */
  private final class Screens implements Screen.Viewer, AutoCloseable {
    private final List<Screen> all = new ArrayList<>();

    Screens(List<Session> sessions) throws InterruptedException {
      try {
        for (Session session : sessions) {
          all.add(Screen.open(session, this));
        }
      } catch (BenchException | InterruptedException e) {
        close();
        throw e;
      }
    }

    @Override
    public void value(int point, long micros) {
      ages.value(point, micros);
    }

    @Override
    public void alarm(Screen on, JsonNode alarm, long micros) {
      ages.alarm(on, alarm, micros);
      if (alarm.path("calling").asBoolean()) {
        on.seen(alarm.path("id").asText());
      }
    }

    void checkOpen() {
      all.forEach(Screen::checkOpen);
    }

    @Override
    public void close() {
      all.forEach(Screen::close);
    }
  }

  private void measure(Report report, Stage.Server server, List<Session> sessions)
      throws InterruptedException {
    Duration half = settings.measured().dividedBy(2);
    stage.say("measuring without a screen");
    double before = cpuPercent(server, half);
    stage.say("measuring with " + settings.screens() + " screens");
    double with;
    try (Screens screens = new Screens(sessions)) {
      Thread.sleep(SETTLE.toMillis());
      ages.clear();
      with = cpuPercent(server, settings.measured());
      screens.checkOpen();
      shown(report);
      report.number(
          "residentMb",
          "resident memory",
          ProcFigures.residentMegabytes(server.part().pid()),
          0,
          "MB");
    }
    stage.say("measuring without a screen again");
    double after = cpuPercent(server, half);
    double without = (before + after) / 2;
    report
        .number("cpuPercent", "processor time with screens, share of a core", with, 1, "%")
        .number("cpuBeforePercent", "without, before", before, 1, "%")
        .number("cpuAfterPercent", "without, after", after, 1, "%")
        .number("cpuOfScreensPercent", "of all screens", with - without, 1, "%");
  }

  private static double cpuPercent(Stage.Server server, Duration time) throws InterruptedException {
    long pid = server.part().pid();
    double cpu = ProcFigures.cpuMillis(pid);
    long begin = System.nanoTime();
    Thread.sleep(time.toMillis());
    server.part().checkAlive();
    double millis = (System.nanoTime() - begin) / 1e6;
    return 100 * (ProcFigures.cpuMillis(pid) - cpu) / millis;
  }

  private void shown(Report report) {
    double seconds = settings.measured().toMillis() / 1e3;
    double perScreen = ages.values().count() / seconds / settings.screens();
    report
        .number("changesPerSecond", "changes a second on each screen", perScreen, 2, "")
        .number("changes", "changes shown on all", ages.values().count(), 0, "")
        .number("valueP50Ms", "answer to screen, p50", ages.values().millis(0.5), 2, "ms")
        .number("valueP99Ms", "answer to screen, p99", ages.values().millis(0.99), 2, "ms")
        .number("valueLongestMs", "answer to screen, longest", ages.values().millis(1), 1, "ms")
        .number("alarms", "alarms shown on all", ages.alarms().count(), 0, "");
  }
}
