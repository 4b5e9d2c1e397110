package org.wardlight.commissioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.SampleBatch;

/** Each device type reads and writes what its golden bytes say, over the real driver. */
class GoldenBytesTest {
  private static final int UNIT = 5;
  private static final Bench BENCH = new Bench();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  private static Stream<String> types() {
    return Golden.types().stream()
        .filter(type -> Files.exists(Golden.folder(type).resolve("golden.yaml")));
  }

  private static List<Point> points(String type) {
    return BENCH.reading.points(type, "golden", Map.of("unit", UNIT));
  }

  @TestFactory
  Stream<DynamicTest> goldenAnswersMeanWhatTheFileSays() {
    return types()
        .flatMap(
            type ->
                Golden.of(type).cases().stream()
                    .map(each -> dynamicTest(type + ": " + each.name(), () -> check(type, each))));
  }

  private static void check(String type, Golden.Case each) throws Exception {
    try (GoldenServer server = new GoldenServer(UNIT, each.exchanges())) {
      Poll poll =
          BENCH
              .reading
              .pollOnce(
                  new ConnectionSpec("golden", server.endpoint(), Map.of()),
                  points(type),
                  Duration.ofSeconds(10))
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      assertThat(poll.failure()).isNull();
      assertThat(each.points().keySet())
          .containsExactlyInAnyOrderElementsOf(
              poll.values().stream().map(v -> name(v.point())).toList());
      List<Executable> checks = new ArrayList<>();
      for (Poll.Value value : poll.values()) {
        Object expected = Objects.requireNonNull(each.points().get(name(value.point())));
        checks.add(() -> check(value, expected));
      }
      assertAll(checks);
    }
  }

  private static void check(Poll.Value value, Object expected) {
    String name = name(value.point());
    if (expected instanceof Map<?, ?> map) {
      assertThat(word(value.quality())).as(name).isEqualTo(map.get("quality"));
      assertThat(word(value.reason())).as(name).isEqualTo(map.get("reason"));
      return;
    }
    assertThat(value.quality() + " " + value.reason()).as(name).isEqualTo("GOOD NONE");
    if (expected instanceof String text && value.text() != null) {
      assertThat(value.text()).as(name).isEqualTo(text);
    } else {
      assertThat(value.value())
          .as(name)
          .isCloseTo(number(value.point().kind(), expected), Offset.offset(1e-9));
    }
  }

  private static double number(PointKind kind, Object value) {
    if (value instanceof Boolean on) {
      return on ? 1 : 0;
    }
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    int state = kind.states().indexOf(String.valueOf(value));
    assertThat(state).as("state %s of %s", value, kind.id()).isNotNegative();
    return state;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String name(Point point) {
    return point.name().replaceFirst(".*/", "");
  }

  @TestFactory
  Stream<DynamicTest> outputsAreWrittenAsTheFileSays() {
    return types().map(type -> dynamicTest(type, () -> writes(type)));
  }

  private static void writes(String type) throws Exception {
    Golden golden = Golden.of(type);
    List<Point> points = points(type);
    Set<String> outputs = new HashSet<>();
    points.stream().filter(Point::writable).forEach(p -> outputs.add(name(p)));
    Set<String> written = new HashSet<>();
    for (Golden.Write write : golden.writes()) {
      Point point =
          points.stream().filter(p -> name(p).equals(write.point())).findFirst().orElseThrow();
      written.add(write.point());
      try (GoldenServer server = new GoldenServer(UNIT, golden.cases().get(0).exchanges());
          Link link =
              BENCH.modbus.open(
                  new ConnectionSpec("golden", server.endpoint(), Map.of()), new Nobody())) {
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> link.state().status() == LinkState.Status.UP);
        WriteOutcome outcome =
            link.write(point, number(point.kind(), write.value()))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(outcome).isEqualTo(new WriteOutcome.Done());
        assertThat(server.writes()).as(write.point()).containsExactly(write.request());
      }
    }
    if (!golden.writes().isEmpty()) {
      assertThat(outputs).containsAll(written);
    }
  }

  private static final class Nobody implements LinkListener {
    @Override
    public void samples(SampleBatch batch) {}

    @Override
    public void stateChanged(LinkState state) {}
  }
}
