package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.space.Facility;

/**
 * A real process that brings back one configuration after the other, killed at random moments.
 * Three times by default; {@code -Dkill.trials=N} for more.
 */
class KilledTest {
  private static final int TRIALS = Integer.getInteger("kill.trials", 3);
  private static final String DEMO = ConfigCopy.DEMO;

  @TempDir Path directory = Path.of("");

  /** The child: swings between the first two configurations until it is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      LiveConfiguration live = live(Path.of(args[0]));
      for (int i = 0; ; i++) {
        live.rollBack(1 + i % 2, "anna").toCompletableFuture().join();
        System.out.println(i);
      }
    }
  }

  private static LiveConfiguration live(Path directory) throws IOException {
    Layout layout = new Layout(directory.resolve("configs/" + DEMO), null);
    return Objects.requireNonNull(
        LiveConfiguration.begin(
            () -> layout,
            new HistoryFiles(directory.resolve("history"), 20),
            Clock.systemUTC(),
            Runnable::run,
            new Announcements(List::of, () -> null),
            new LimitDesk(
                new LimitsFile(directory.resolve("limits.json")),
                Clock.systemUTC(),
                Runnable::run,
                () -> null,
                () -> null)));
  }

  /** All parts of a version tell its number. */
  private static void write(ConfigCopy copy, int version) {
    copy.write(
        DEMO + "facility.yaml",
        "name: House %d\nzone: Europe/Berlin\nlanguage: en\n".formatted(version));
    for (String ward : List.of("ward-a", "ward-b")) {
      String file = DEMO + "wards/" + ward + ".yaml";
      copy.write(file, copy.read(file).replaceFirst("(?m)^name: .*$", "name: Ward " + version));
    }
    copy.write(
        DEMO + "connections.yaml",
        copy.read(DEMO + "connections.yaml")
            .replaceAll("timeout: [0-9]+s", "timeout: " + version + "s"));
  }

  private static int version(Facility facility) {
    int version = Integer.parseInt(facility.name().substring("House ".length()));
    assertThat(facility.wards()).allMatch(ward -> ward.name().equals("Ward " + version));
    assertThat(String.valueOf(facility.connections().get("gateway-a1")))
        .contains("timeout=PT" + version + "S");
    return version;
  }

  @Test
  void killedWhileRollingBackItComesUpWithExactlyOneVersion() throws Exception {
    ConfigCopy copy = ConfigCopy.in(directory.resolve("configs"));
    write(copy, 1);
    live(directory);
    write(copy, 2);
    live(directory);
    Random random = new Random(7);
    for (int trial = 0; trial < TRIALS; trial++) {
      killedAfter(random.nextInt(3) + 1, random.nextInt(120));
      LiveConfiguration live = live(directory);
      assertThat(version(live.current())).as("trial %d", trial).isBetween(1, 2);
      // What was cut off is finished with the first look at the files.
      live.look();
      assertThat(version(Objects.requireNonNull(copy.readout().facility())))
          .as("files of trial %d", trial)
          .isEqualTo(version(live.current()));
      assertThat(directory.resolve("history/restoring.json")).doesNotExist();
    }
    System.out.println(TRIALS + " times killed while rolling back");
  }

  private void killedAfter(int rounds, int millis) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(Integer.toString(rounds))) {
          break;
        }
      }
      assertThat(child.isAlive()).isTrue();
      assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
