package org.wardlight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.sim.FacilityGenerator;
import org.wardlight.sim.FacilityGenerator.Layout;

/** Rooms polled once a second: by the server with one screen, then by bare clients. */
final class PollsBench {
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final int ROOMS_PER_GATEWAY = 24;
  private static final List<String> FRUGAL = List.of("-Xmx320m", "-Xss512k", "-XX:+UseSerialGC");

  private final PollsSettings settings;
  private final Stage stage;
  private final String otherCores;

  PollsBench(PollsSettings settings, Stage stage) {
    this.settings = settings;
    this.stage = stage;
    otherCores = Machine.otherCores(settings.serverCores());
  }

  /** The figures of one process. */
  private record Figures(
      double pollsPerSecond, double longestMillis, double cpuMillisPerPoll, double residentMb) {}

  /** The simulated facility listens and is connected to once for each connection. */
  private void checkOpenFiles() {
    long connections = settings.layout() == Layout.ROOMS ? settings.rooms() : ports();
    long wanted = 2 * connections + 1_000;
    if (Machine.mostOpenFiles() < wanted) {
      throw new BenchException(
          "%d connections want %d open files, but only %d are allowed: raise ulimit -Hn"
              .formatted(connections, wanted, Machine.mostOpenFiles()));
    }
  }

  Report measure() throws InterruptedException {
    checkOpenFiles();
    String before = ProcFigures.load();
    int firstPort = Machine.freePorts(ports());
    Path config =
        new FacilityGenerator(settings.rooms(), false, settings.layout(), firstPort)
            .write(stage.directory().resolve("config"));
    Facility facility = org.wardlight.sim.Main.read(config);
    Machine.pinSelf(otherCores);
    Report report = new Report();
    try (Stage.Simulator simulator = stage.simulator(config, otherCores, List.of("--still"))) {
      House house = simulator.house();
      head(report, facility, before);
      Figures server = server(config, house, facility, report);
      Figures bare = bare(house, facility);
      both(report, server, bare);
    }
    return report.text("loadAfter", "load after", ProcFigures.load());
  }

  private int ports() {
    return settings.layout() == Layout.ROOMS
        ? 1
        : (settings.rooms() + ROOMS_PER_GATEWAY - 1) / ROOMS_PER_GATEWAY;
  }

  private void head(Report report, Facility facility, String load) {
    report
        .number("rooms", "rooms", settings.rooms(), 0, "")
        .number("points", "points", facility.points().size(), 0, "")
        .number("connections", "connections", facility.connections().size(), 0, "")
        .number("seconds", "measured", (double) settings.measured().toSeconds(), 0, "s")
        .text("cores", "cores of the server", coresShown())
        .text("java", "java", Runtime.version().toString())
        .text("loadBefore", "load before", load);
  }

  private String coresShown() {
    return settings.serverCores().isEmpty() ? "all" : settings.serverCores();
  }

  private Figures server(Path config, House house, Facility facility, Report report)
      throws InterruptedException {
    try (Stage.Server server = stage.server(config, settings.serverCores())) {
      report.number("readyMs", "ready after", server.readyMillis(), 0, "ms");
      Ages ages = new Ages();
      try (Screen screen = Screen.open(Session.first(stage.http(), server), ages)) {
        Set<String> silent = settings.silentHalf() ? everyOtherConnection(facility) : Set.of();
        List<String> rooms =
            facility.points().stream()
                .filter(point -> !silent.contains(point.connection()))
                .map(Point::room)
                .distinct()
                .sorted()
                .toList();
        stage.say("warming up");
        Changes changes = new Changes(house, rooms);
        changes.play(settings.warmUp());
        int gcLinesBefore = Machine.lines(server.gcLog()).size();
        ages.clear();
        stage.say("measuring the server");
        Figures figures = figures(server.part(), house, () -> changes.play(settings.measured()));
        screen.checkOpen();
        screenFigures(report, "", ages, changes);
        List<String> log = Machine.lines(server.gcLog());
        GcLog pauses = GcLog.of(log.subList(gcLinesBefore, log.size()));
        double heap = GcLog.of(log).heapAfterMegabytes();
        report
            .number("residentMb", "resident memory", figures.residentMb(), 0, "MB")
            .number("heapMb", "heap after the last collection", heap, 0, "MB")
            .number("gcPauses", "collections", pauses.pauses(), 0, "")
            .number("gcLongestMs", "longest pause", pauses.longestPauseMillis(), 1, "ms");
        if (!silent.isEmpty()) {
          silentHalf(report, server.part(), house, screen, ages, changes, silent);
        }
        return figures;
      }
    }
  }

  private static void screenFigures(Report report, String when, Ages ages, Changes changes) {
    Latencies values = ages.values();
    Latencies alarms = ages.alarms();
    String key = when.isEmpty() ? "" : "silentHalf.";
    report
        .number(key + "changes", when + "changes shown", values.count(), 0, "")
        .number(key + "valueP50Ms", when + "answer to screen, p50", values.millis(0.5), 2, "ms")
        .number(key + "valueP99Ms", when + "answer to screen, p99", values.millis(0.99), 2, "ms")
        .number(key + "callsMade", when + "buttons pressed", changes.calls(), 0, "")
        .number(key + "calls", when + "calls shown", alarms.count(), 0, "")
        .number(
            key + "callP50Ms", when + "answer to call on screen, p50", alarms.millis(0.5), 2, "ms")
        .number(
            key + "callP99Ms",
            when + "answer to call on screen, p99",
            alarms.millis(0.99),
            2,
            "ms");
  }

  private static Set<String> everyOtherConnection(Facility facility) {
    List<String> all = List.copyOf(facility.connections().keySet());
    return IntStream.range(0, all.size())
        .filter(i -> i % 2 == 0)
        .mapToObj(all::get)
        .collect(Collectors.toSet());
  }

  /** The same rooms once more, while as many others hang. */
  private void silentHalf(
      Report report,
      Part server,
      House house,
      Screen screen,
      Ages ages,
      Changes changes,
      Set<String> silent)
      throws InterruptedException {
    long threads = ProcFigures.threads(server.pid());
    for (String connection : silent) {
      house.fault(connection, "silent");
    }
    stage.say("measuring the server with " + silent.size() + " silent connections");
    changes.play(SETTLE);
    ages.clear();
    changes.play(settings.measured());
    screen.checkOpen();
    screenFigures(report, "half silent: ", ages, changes);
    report
        .number("threads", "threads", (double) threads, 0, "")
        .number(
            "silentHalf.threads",
            "half silent: threads",
            (double) ProcFigures.threads(server.pid()),
            0,
            "");
    for (String connection : silent) {
      house.fault(connection, "none");
    }
  }

  private Figures bare(House house, Facility facility) throws InterruptedException {
    Path rooms = stage.directory().resolve("rooms.txt");
    try {
      Files.write(rooms, endpoints(facility));
    } catch (IOException e) {
      throw new BenchException("cannot write " + rooms, e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FRUGAL);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BareClients.class.getName(), rooms.toString()));
    stage.say("measuring bare clients");
    try (Part clients = stage.part("bare clients", settings.serverCores(), command, Map.of())) {
      clients.await(BareClients.READY, Stage.START);
      Thread.sleep(settings.warmUp().toMillis());
      return figures(clients, house, () -> Thread.sleep(settings.measured().toMillis()));
    }
  }

  /** One line a room: endpoint and unit. */
  private static List<String> endpoints(Facility facility) {
    return facility.points().stream()
        .map(
            point -> {
              ConnectionSpec connection =
                  Objects.requireNonNull(facility.connections().get(point.connection()));
              Object unit = point.address().getOrDefault("unit", 1);
              return connection.endpoint() + " " + ((Number) unit).intValue();
            })
        .distinct()
        .toList();
  }

  private interface Course {
    void run() throws InterruptedException;
  }

  private static Figures figures(Part process, House house, Course course)
      throws InterruptedException {
    var unused = house.counters();
    double cpu = ProcFigures.cpuMillis(process.pid());
    long begin = System.nanoTime();
    course.run();
    process.checkAlive();
    House.Counters counted = house.counters();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = ProcFigures.cpuMillis(process.pid()) - cpu;
    return new Figures(
        counted.served() / seconds,
        counted.longestMillis(),
        used / counted.served(),
        ProcFigures.residentMegabytes(process.pid()));
  }

  private void both(Report report, Figures server, Figures bare) {
    double kept = 100 * server.pollsPerSecond() / settings.rooms();
    report
        .number("pollsPerSecond", "polls answered a second", server.pollsPerSecond(), 1, "")
        .number("rateKeptPercent", "rate kept", kept, 2, "%")
        .number("longestIntervalMs", "longest interval of a room", server.longestMillis(), 0, "ms")
        .number("cpuMsPerPoll", "CPU a poll", server.cpuMillisPerPoll(), 4, "ms")
        .number("barePollsPerSecond", "bare clients: polls a second", bare.pollsPerSecond(), 1, "")
        .number("bareLongestMs", "bare clients: longest interval", bare.longestMillis(), 0, "ms")
        .number("bareCpuMsPerPoll", "bare clients: CPU a poll", bare.cpuMillisPerPoll(), 4, "ms")
        .number("bareResidentMb", "bare clients: resident memory", bare.residentMb(), 0, "MB")
        .number(
            "cpuRatio",
            "CPU a poll, server to bare clients",
            server.cpuMillisPerPoll() / bare.cpuMillisPerPoll(),
            2,
            "");
  }
}
