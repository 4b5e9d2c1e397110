package org.wardlight.benchmark;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wardlight.sim.FacilityGenerator;
import org.wardlight.sim.FacilityGenerator.Layout;

/** Where a measurement takes place: a directory of its own, and parts that are real processes. */
final class Stage {
  /** How long a part may take to start. */
  static final Duration START = Duration.ofMinutes(3);

  private final Path wardlight;
  private final Path directory;
  private final PrintStream progress;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private Stage(Path wardlight, Path directory, PrintStream progress) {
    this.wardlight = wardlight;
    this.directory = directory;
    this.progress = progress;
  }

  /** What is to be measured. */
  interface Measurement {
    Report on(Stage stage) throws InterruptedException;
  }

  /**
   * Measures in a temporary directory, which stays if it fails, for the logs are there.
   *
   * @param wardlight the script that starts the parts
   */
  static Report measure(Path wardlight, PrintStream progress, Measurement measurement)
      throws InterruptedException {
    Path directory = Machine.temporary();
    boolean done = false;
    try {
      Report report = measurement.on(new Stage(wardlight, directory, progress));
      done = report.failures().isEmpty();
      return report;
    } finally {
      if (done) {
        Machine.remove(directory, progress);
      } else {
        progress.println("what was written is left in " + directory);
      }
    }
  }

  Path directory() {
    return directory;
  }

  HttpClient http() {
    return http;
  }

  /**
   * Writes the configuration of rooms that are connections of their own.
   *
   * @param period how often each is read
   */
  Path rooms(int count, Duration period) {
    return new FacilityGenerator(count, false, Layout.ROOMS, Machine.freePorts(1))
        .scannedEvery(period)
        .write(directory.resolve("config"));
  }

  /** Says what is being done. */
  void say(String what) {
    progress.println(what);
  }

  /** Starts a process whose output goes to a log of its name. */
  Part part(String name, String cores, List<String> command, Map<String, String> environment) {
    Path log = directory.resolve(name.replace(' ', '-') + ".log");
    return new Part(name, cores, command, environment, log);
  }

  /** A simulated facility that is ready. */
  record Simulator(Part part, House house) implements AutoCloseable {
    @Override
    public void close() {
      part.close();
    }
  }

  /**
   * Starts the simulated facility.
   *
   * @param options more words of its command line
   */
  Simulator simulator(Path config, String cores, List<String> options) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(wardlight.toString(), "sim", "run"));
    command.addAll(List.of("--config", config.toString(), "--control-port", "0"));
    command.addAll(options);
    say("starting the simulated facility");
    Part part = part("the simulated facility", cores, command, Map.of());
    try {
      String ready = part.await("simulated facility ready", START);
      URI control = URI.create(ready.substring(ready.lastIndexOf("http://")));
      return new Simulator(part, new House(http, control));
    } catch (BenchException | InterruptedException e) {
      part.close();
      throw e;
    }
  }

  /**
   * A server that is ready.
   *
   * @param gcLog what its collector says
   * @param readyMillis how long it took, as it says itself
   */
  record Server(Part part, int port, Path data, Path gcLog, double readyMillis)
      implements AutoCloseable {
    @Override
    public void close() {
      part.close();
    }
  }

  /** Starts the server as shipped; the environment may add options of the JVM. */
  Server server(Path config, String cores) throws InterruptedException {
    Path data = directory.resolve("data");
    Path gcLog = directory.resolve("gc.log");
    int port = Machine.freePort();
    List<String> command =
        List.of(
            wardlight.toString(),
            "run",
            "--config",
            config.toString(),
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port));
    String jvm = System.getenv().getOrDefault("WARDLIGHT_JVM", "") + " -Xlog:gc:file=" + gcLog;
    say("starting the server");
    Part part = part("the server", cores, command, Map.of("WARDLIGHT_JVM", jvm.strip()));
    try {
      return new Server(part, port, data, gcLog, millis(part.await("ready after", START)));
    } catch (BenchException | InterruptedException e) {
      part.close();
      throw e;
    }
  }

  /** The number in {@code … ready after 7200 ms}. */
  private static double millis(String ready) {
    return Double.parseDouble(ready.replaceAll(".*ready after (\\d+) ms.*", "$1"));
  }
}
