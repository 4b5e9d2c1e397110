package org.wardlight.commissioning.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.commission.DeviceFiles;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.commissioning.internal.Arguments.UsageException;

/** The command {@code poll-once}. */
@Component(service = BiFunction.class, property = "wardlight.command=poll-once")
public final class PollCommand
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  private static final String HELP =
      """
      Usage: wardlight poll-once ENDPOINT --type TYPE [--unit N | --object NAME]
             wardlight poll-once --config DIR --device ID

      Reads a device once and prints every point. Nothing is written, and a running server is not disturbed.

        ENDPOINT           modbus-tcp://HOST:502, opc.tcp://HOST:4840/PATH, …
        --type TYPE        a device type of device-configs/types
        --unit N           the Modbus unit (1)
        --object NAME      the object of an OPC UA server (the type's name)
        --config DIR       a facility directory: its device ID, or for ENDPOINT its device types
        --watch            again every second, until Ctrl-C (--times N: so often)
        --wait SECONDS     longest wait for the last value (10)
        --option KEY=VALUE an option of the connection, e.g. timeout=3s, security=basic256sha256

      Exit codes: 0 all points good, 1 some are not, 2 usage, 3 unreachable, 4 no answer (wrong unit?),
      5 refused, 6 certificate not trusted.
      """;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final DeviceReading reading;
  private final DeviceFiles files;

  @Activate
  public PollCommand(@Reference DeviceReading reading, @Reference DeviceFiles files) {
    this.reading = reading;
    this.files = files;
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return words -> run(words, out, err);
  }

  private record Target(ConnectionSpec connection, List<Point> points) {}

  private int run(List<String> words, PrintStream out, PrintStream err) {
    if (words.contains("--help")) {
      out.print(HELP);
      return Verdict.GOOD;
    }
    try {
      Arguments arguments =
          new Arguments(
              words,
              Set.of("--type", "--unit", "--object", "--config", "--device", "--wait", "--times"),
              Set.of("--watch"));
      Target target = target(arguments);
      Duration wait = Duration.ofSeconds(arguments.number("--wait", 10, 1, 60));
      int times = arguments.number("--times", Integer.MAX_VALUE, 1, 1_000_000);
      return arguments.has("--watch")
          ? watch(target, wait, times, out, err)
          : show(reading.pollOnce(target.connection, target.points, wait), out, err);
    } catch (UsageException | IllegalArgumentException e) {
      err.println("wardlight: " + e.getMessage());
      return Verdict.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.PARTLY;
    }
  }

  private Target target(Arguments arguments) throws UsageException {
    String config = arguments.get("--config");
    String id = arguments.get("--device");
    if (id != null) {
      if (config == null || !arguments.rest().isEmpty()) {
        throw new UsageException("--device needs --config DIR, and no endpoint");
      }
      return configured(files.facility(Path.of(config), reading.fallback()), id);
    }
    String type = arguments.get("--type");
    ConnectionSpec connection = arguments.connection();
    if (type == null) {
      throw new UsageException(
          "--type is missing; there are " + String.join(", ", reading.deviceTypes()));
    }
    Map<String, Object> device = new LinkedHashMap<>();
    String object = arguments.get("--object");
    if (object != null) {
      device.put("object", object);
    }
    if (arguments.has("--unit") || connection.endpoint().getScheme().startsWith("modbus")) {
      device.put("unit", arguments.number("--unit", 1, 0, 255));
    }
    return new Target(connection, reading.points(type, connection.id(), device));
  }

  private static Target configured(Facility facility, String id) throws UsageException {
    Device device = facility.devices().get(id);
    if (device == null) {
      throw new UsageException(
          "there is no device `%s`; there are %s"
              .formatted(
                  id,
                  facility.devices().keySet().stream()
                      .limit(40)
                      .collect(Collectors.joining(", "))));
    }
    ConnectionSpec connection = facility.connections().get(device.connection());
    if (connection == null) {
      throw new IllegalStateException("device " + id + " has no connection");
    }
    List<Point> points =
        facility.pointsOf(device.room()).stream().filter(p -> p.device().equals(id)).toList();
    return new Target(connection, points);
  }

  private static int show(CompletionStage<Poll> stage, PrintStream out, PrintStream err) {
    return show(stage.toCompletableFuture().join(), out, err);
  }

  private static int show(Poll poll, PrintStream out, PrintStream err) {
    if (poll.failure() == null) {
      PollTable.lines(poll).forEach(out::println);
      out.printf("%d points in %d ms%n", poll.values().size(), poll.took().toMillis());
    }
    Verdict verdict = Verdict.of(poll);
    verdict.advice().forEach(sentence -> err.println("wardlight: " + sentence));
    return verdict.code();
  }

  /** Keeps the connection and shows what is known, every second. */
  private int watch(Target target, Duration wait, int times, PrintStream out, PrintStream err)
      throws InterruptedException {
    try (OpenDevice device = reading.open(target.connection, target.points)) {
      CountDownLatch settled = new CountDownLatch(1);
      device.settled().thenRun(settled::countDown);
      var unused = settled.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      int code = show(device.poll(), out, err);
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 1; i < times; i++) {
        unused = never.await(SECOND.toMillis(), TimeUnit.MILLISECONDS);
        out.println();
        code = show(device.poll(), out, err);
      }
      return code;
    }
  }
}
