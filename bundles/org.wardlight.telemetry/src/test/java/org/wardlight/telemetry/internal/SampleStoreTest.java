package org.wardlight.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real store: retention, a killed process, and figures. */
class SampleStoreTest {
  private static final Logger LOG = LoggerFactory.getLogger(SampleStoreTest.class);
  private static final long SECOND = 1_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long START = 20_000 * DAY;

  @TempDir Path directory;

  @Test
  void daysBeyondTheRetentionAreDroppedAndTheNewestStays() throws Exception {
    try (SampleStore store = new SampleStore(directory)) {
      for (int day = 0; day < 5; day++) {
        store.append(one("p", day, START + day * DAY));
      }
      assertThat(store.dropBefore(START + 3 * DAY)).isEqualTo(3);
      assertThat(count(store, "p", START, START + 10 * DAY)).isEqualTo(2);
      store.dropBefore(START + 100 * DAY);
      assertThat(count(store, "p", START, START + 10 * DAY)).isEqualTo(1);
    }
  }

  @Test
  void samplesOfAnEarlierTimeAreKeptInOrder() throws Exception {
    try (SampleStore store = new SampleStore(directory)) {
      store.append(one("p", 2, START + 100 * SECOND));
      store.append(one("p", 1, START + 10 * SECOND));
      store.append(one("p", 3, START + 11 * SECOND));
      StringBuilder order = new StringBuilder();
      store.read("p", START, START + DAY, (at, value, quality) -> order.append((int) value));
      assertThat(order).hasToString("132");
    }
  }

  @Test
  void aRangeMayBeginAndEndBeyondTheDaysThatThereAre() throws Exception {
    try (SampleStore store = new SampleStore(directory)) {
      store.append(one("p", 1, START + DAY / 2));
      store.append(one("p", 2, START + 5 * DAY));
      assertThat(count(store, "p", START - 9 * DAY, START + 9 * DAY)).isEqualTo(2);
      assertThat(count(store, "p", START + DAY / 2 + 1, START + 9 * DAY)).isEqualTo(1);
      assertThat(count(store, "p", START + 2 * DAY, START + 9 * DAY)).isEqualTo(1);
      assertThat(count(store, "p", START + 2 * DAY, START + 5 * DAY)).isZero();
      assertThat(count(store, "p", START + 6 * DAY, START + 9 * DAY)).isZero();
      assertThat(count(store, "never seen", START, START + 9 * DAY)).isZero();
    }
  }

  @Test
  void severalPointsAreReadTogetherInTheOrderOfTimeUntilTheReaderHasEnough() throws Exception {
    try (SampleStore store = new SampleStore(directory)) {
      for (int i = 0; i < 6; i++) {
        store.append(one(i % 2 == 0 ? "p" : "q", i, START + i * DAY / 3));
        store.append(one("other", 9, START + i * DAY / 3));
      }
      List<String> read = new ArrayList<>();
      store.readAll(
          List.of("q", "p", "never seen"),
          START + DAY / 3,
          START + DAY + DAY / 2,
          (point, at, value, quality) -> read.add(point + (int) value));
      assertThat(read).containsExactly("q1", "p2", "q3", "p4");
      read.clear();
      store.readAll(
          List.of("p", "q"),
          START,
          START + DAY,
          (point, at, value, quality) -> {
            read.add(point);
            return false;
          });
      assertThat(read).hasSize(1);
    }
  }

  @Test
  void aKilledProcessLosesNothingThatWasCommitted() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    long committed = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        assertThat(line).as("QuestDB says nothing of its own").startsWith("committed ");
        committed = Long.parseLong(line.substring(10));
        if (committed >= 5_000) {
          break;
        }
      }
    }
    assertThat(victim.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(committed).isGreaterThanOrEqualTo(5_000);

    try (SampleStore store = new SampleStore(directory)) {
      assertThat(count(store, "p", START, START + DAY)).isGreaterThanOrEqualTo(committed);
      store.append(one("p", 1, START + 2 * DAY));
      assertThat(count(store, "p", START + DAY, START + 3 * DAY)).isEqualTo(1);
    }
  }

  /** Writes until it is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      try (SampleStore store = new SampleStore(Path.of(args[0]))) {
        SampleRing.Taken samples = new SampleRing.Taken(100);
        Arrays.fill(samples.points, "p");
        for (long n = 0; ; n += 100) {
          for (int i = 0; i < 100; i++) {
            samples.micros[i] = START + (n + i) * 1_000;
          }
          samples.size = 100;
          store.append(samples);
          System.out.println("committed " + (n + 100));
        }
      }
    }
  }

  @Test
  void thirtyDaysOfARoomComeInFullAndTheirTimeIsPrinted() throws Exception {
    long began = System.nanoTime();
    try (SampleStore store = new SampleStore(directory)) {
      long opened = System.nanoTime();
      int rows = fill(store, 15, 30);
      long filled = System.nanoTime();
      long[] nanos = new long[40];
      for (int i = 0; i < nanos.length; i++) {
        long asked = System.nanoTime();
        Buckets buckets = new Buckets(START, START + 30 * DAY, 600, 10 * SECOND);
        store.read("p" + i % 15, START, START + 30 * DAY, (at, v, q) -> buckets.add(at, v));
        assertThat(buckets.trend("p", START + 31 * DAY).buckets()).hasSize(600);
        nanos[i] = System.nanoTime() - asked;
      }
      Arrays.sort(nanos);
      LOG.info(
          "store opened in {} ms; {} rows at {} rows/s; 30 days of a point in p50 {} ms, p95 {} ms;"
              + " {}",
          (opened - began) / 1_000_000,
          rows,
          rows * 1_000_000_000L / (filled - opened),
          nanos[20] / 1_000_000,
          nanos[37] / 1_000_000,
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .toList());
    }
  }

  private static int fill(SampleStore store, int points, int days) {
    SampleRing.Taken samples = new SampleRing.Taken(points * 360);
    int rows = 0;
    for (long at = START; at < START + days * DAY; at += 3_600 * SECOND) {
      samples.size = 0;
      for (int tick = 0; tick < 360; tick++) {
        for (int point = 0; point < points; point++) {
          samples.points[samples.size] = "p" + point;
          samples.values[samples.size] = tick;
          samples.micros[samples.size] = at + tick * 10L * SECOND;
          samples.size++;
        }
      }
      store.append(samples);
      rows += samples.size;
    }
    return rows;
  }

  private static long count(SampleStore store, String point, long from, long to) throws Exception {
    long[] count = new long[1];
    store.read(point, from, to, (at, value, quality) -> count[0]++);
    return count[0];
  }

  private static SampleRing.Taken one(String point, double value, long at) {
    SampleRing.Taken one = new SampleRing.Taken(1);
    one.points[0] = point;
    one.values[0] = value;
    one.micros[0] = at;
    one.size = 1;
    return one;
  }
}
