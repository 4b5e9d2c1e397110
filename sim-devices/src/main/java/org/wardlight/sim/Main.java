package org.wardlight.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.wardlight.api.space.Facility;
import org.wardlight.facility.internal.FacilityReader;
import org.wardlight.facility.internal.FacilityReadout;

/** The program. Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong. */
public final class Main {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String CONTROL = "--control";
  private static final String DEFAULT_CONTROL = "http://127.0.0.1:" + ControlServer.DEFAULT_PORT;
  private static final int BENCH_PORT = 15_100;

  private static final String HELP =
      """
      Simulated facility for Wardlight: real Modbus TCP and OPC UA servers, with people behind them.

      run --config DIR     simulate a facility directory (for example device-configs/facilities/demo)
      run --rooms N        generate a facility of N rooms into a temporary directory and simulate it
          --control-port N   port of the control interface (15080; 0 for a free one)
          --speed X          model time runs X times as fast as the clock (1)
          --start TIME       model time at the start, 2026-11-22T02:00:00Z (now)
          --seed N           other people, other habits (1)
          --calls X          calls per room and day (15; by night a third)
          --still            nobody moves: values change by hand only
          --staff            nurses answer red door lamps after some minutes
          with --rooms also --protocol, --layout and --ports, see generate

      show ROOM            the values of a room, with the outputs that the server wrote
      set ROOM KIND VALUE  set a value: set 203 bed.occupied 0
      press ROOM KIND      press a button for a second (--ms N): press 203 call.bed
      do ROOM WORDS        let somebody do something: do 203 leaves bed
      fault TARGET FAULT   connection or device; silent, reset, frozen, exception, mute, off, none
      play STORY           play a story file (--speed X)
          --control URL      the facility to speak to (http://127.0.0.1:15080)

      generate --rooms N DIR   write a facility directory of N rooms in wards of 40
          --protocol modbus|opcua (modbus)   --layout rooms|gateways (gateways)   --ports FROM (15100)

      In a room that is played with by hand the routine rests for ten minutes of model time.
      """;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the program. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Main(out, err).run(Arrays.asList(args)));
  }

  /** Runs one command and returns its exit code. */
  int run(List<String> args) {
    if (args.isEmpty() || Set.of("help", "--help", "-h").contains(args.get(0))) {
      out.print(HELP);
      return args.isEmpty() ? USAGE : DONE;
    }
    try {
      List<String> words = args.subList(1, args.size());
      if (words.contains("--help")) {
        out.print(HELP);
        return DONE;
      }
      command(args.get(0), words);
      return DONE;
    } catch (Options.UsageException e) {
      err.println(e.getMessage() + "\nTry --help.");
      return USAGE;
    } catch (SimulationException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (UncheckedIOException e) {
      err.println(e.getMessage() + ": " + e.getCause());
      return FAILED;
    }
  }

  private void command(String command, List<String> words) {
    switch (command) {
      case "run" -> simulate(words);
      case "generate" -> generate(words);
      case "show" -> {
        Options options = remote(words, Set.of());
        show(client(options).room(options.rest("ROOM").get(0)));
      }
      case "set" -> {
        Options options = remote(words, Set.of());
        List<String> w = options.rest("ROOM", "KIND", "VALUE");
        ObjectNode body = ControlClient.object().put("room", w.get(0)).put("kind", w.get(1));
        client(options).post("/set", body.put("value", number(w.get(2))));
      }
      case "press" -> {
        Options options = remote(words, Set.of("--ms"));
        List<String> w = options.rest("ROOM", "KIND");
        ObjectNode body = ControlClient.object().put("room", w.get(0)).put("kind", w.get(1));
        client(options).post("/press", body.put("ms", options.integer("--ms", 1000)));
      }
      case "do" -> {
        Options options = remote(words, Set.of());
        List<String> w = options.rest();
        if (w.size() < 2) {
          throw new Options.UsageException("expected ROOM WORDS");
        }
        String deed = String.join(" ", w.subList(1, w.size()));
        ObjectNode body = ControlClient.object().put("room", w.get(0)).put("words", deed);
        client(options).post("/do", body);
      }
      case "fault" -> {
        Options options = remote(words, Set.of());
        List<String> w = options.rest("TARGET", "FAULT");
        ObjectNode body = ControlClient.object().put("target", w.get(0)).put("fault", w.get(1));
        client(options).post("/fault", body);
      }
      case "play" -> play(remote(words, Set.of("--speed")));
      default ->
          throw new Options.UsageException(
              SimulationException.unknown(
                      "command",
                      command,
                      List.of("run", "show", "set", "press", "do", "fault", "play", "generate"))
                  .getMessage());
    }
  }

  private static Options remote(List<String> words, Set<String> more) {
    Set<String> known = new HashSet<>(more);
    known.add(CONTROL);
    return new Options(words, known, Set.of());
  }

  private static ControlClient client(Options options) {
    return new ControlClient(options.get(CONTROL, DEFAULT_CONTROL));
  }

  private static double number(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "on" -> 1;
      case "false", "off" -> 0;
      default -> {
        try {
          yield Double.parseDouble(word);
        } catch (NumberFormatException e) {
          throw new Options.UsageException("VALUE must be a number, on or off, not " + word);
        }
      }
    };
  }

  private void show(JsonNode room) {
    for (JsonNode row : room.path("values")) {
      String arrow = row.path("output").asBoolean() ? "<- server" : "";
      String fault = row.hasNonNull("fault") ? "(" + row.get("fault").asText() + ")" : "";
      out.printf(
          Locale.ROOT,
          "%-22s %-16s %8.2f %-4s %s%s%n",
          row.path("kind").asText(),
          row.path("space").asText(),
          row.path("value").asDouble(),
          row.path("unit").asText(),
          arrow,
          fault);
    }
  }

  private void play(Options options) {
    Path file = Path.of(options.rest("STORY").get(0));
    Story story = StoryReader.read(file);
    try {
      ObjectNode body = ControlClient.object().put("name", String.valueOf(file.getFileName()));
      body.put("story", Files.readString(file));
      body.put("speed", options.number("--speed", story.speed()));
      client(options).post("/play", body);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    out.println("playing: " + story.title() + " (" + story.steps().size() + " steps)");
  }

  private void generate(List<String> words) {
    Options options =
        new Options(words, Set.of("--rooms", "--protocol", "--layout", "--ports"), Set.of());
    Path directory = Path.of(options.rest("DIR").get(0));
    out.println(generator(options).write(directory));
  }

  private static FacilityGenerator generator(Options options) {
    if (!options.has("--rooms")) {
      throw new Options.UsageException("--rooms is missing");
    }
    String protocol = options.get("--protocol", "modbus");
    String layout = options.get("--layout", "gateways");
    if (!Set.of("modbus", "opcua").contains(protocol)) {
      throw new Options.UsageException("--protocol must be modbus or opcua, not " + protocol);
    }
    if (!Set.of("rooms", "gateways").contains(layout)) {
      throw new Options.UsageException("--layout must be rooms or gateways, not " + layout);
    }
    return new FacilityGenerator(
        options.integer("--rooms", 0),
        protocol.equals("opcua"),
        FacilityGenerator.Layout.valueOf(layout.toUpperCase(Locale.ROOT)),
        options.integer("--ports", BENCH_PORT));
  }

  private void simulate(List<String> words) {
    Options options =
        new Options(
            words,
            Set.of(
                "--config",
                "--rooms",
                "--protocol",
                "--layout",
                "--ports",
                "--control-port",
                "--speed",
                "--start",
                "--seed",
                "--calls"),
            Set.of("--still", "--staff"));
    options.rest(new String[0]);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (SimulatedFacility simulated =
            SimulatedFacility.start(facility(options), settings(options));
        ControlServer control =
            new ControlServer(
                simulated, options.integer("--control-port", ControlServer.DEFAULT_PORT))) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> awaitStop(stop, stopped), "wl-sim-stop"));
      out.println(
          "simulated facility ready: " + simulated.summary() + ", control " + control.uri());
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  /** Keeps the JVM up until the servers have closed. */
  private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      var unused = stopped.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SimulationSettings settings(Options options) {
    SimulationSettings settings =
        SimulationSettings.lively()
            .withSpeed(options.number("--speed", 1))
            .withSeed(options.integer("--seed", 1))
            .withStill(options.has("--still"))
            .withStaff(options.has("--staff"))
            .withCallsPerRoomAndDay(
                options.number("--calls", SimulationSettings.LIVELY_CALLS_PER_ROOM_AND_DAY));
    String start = options.get("--start");
    try {
      return start == null ? settings : settings.withStart(Instant.parse(start));
    } catch (DateTimeParseException e) {
      throw new Options.UsageException("--start must look like 2026-11-22T02:00:00Z, not " + start);
    }
  }

  private static Facility facility(Options options) {
    String config = options.get("--config");
    if ((config == null) == !options.has("--rooms")) {
      throw new Options.UsageException("run needs either --config DIR or --rooms N");
    }
    return read(config == null ? temporary(generator(options)) : Path.of(config));
  }

  private static Path temporary(FacilityGenerator generator) {
    try {
      return generator.write(Files.createTempDirectory("wardlight-sim-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory", e);
    }
  }

  /**
   * Reads a facility directory.
   *
   * @throws SimulationException with every mistake in it
   */
  public static Facility read(Path directory) {
    FacilityReadout readout = FacilityReader.read(directory, null);
    Facility facility = readout.facility();
    if (facility == null) {
      throw new SimulationException(
          readout.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    return facility;
  }
}
