package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityChange;

/**
 * Whatever happens to the files, what is in force is the whole old facility or the whole new one.
 */
class ChangesPropertyTest {
  private static final List<String> FILES =
      List.of(
          "point-kinds.yaml",
          "types/fan-coil.yaml",
          "types/room-controller.yaml",
          ConfigCopy.DEMO + "facility.yaml",
          ConfigCopy.DEMO + "care.yaml",
          ConfigCopy.DEMO + "connections.yaml",
          ConfigCopy.DEMO + "wards/ward-a.yaml",
          ConfigCopy.DEMO + "wards/ward-b.yaml");

  private final List<Path> directories = new ArrayList<>();

  @AfterProperty
  void cleanUp() throws IOException {
    for (Path directory : directories) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private LiveHouse house() {
    try {
      Path directory = Files.createTempDirectory("changes-");
      directories.add(directory);
      return new LiveHouse(directory).start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 12)
  void mutatedFilesGiveTheOldFacilityOrTheNewOne(@ForAll long seed) {
    Random random = new Random(seed);
    LiveHouse house = house();
    for (int round = 0; round < 4; round++) {
      Facility before = house.facility();
      for (int i = random.nextInt(3); i >= 0; i--) {
        String file = FILES.get(random.nextInt(FILES.size()));
        house.copy.write(file, harmless(house.copy.read(file), random));
        house.time.advance(
            LiveConfiguration.LOOK_EVERY.multipliedBy(random.nextInt(2)).dividedBy(2));
      }
      house.settle().settle();
      Facility onDisk = house.copy.readout().facility();
      Facility now = house.facility();
      if (onDisk == null) {
        assertThat(house.live().problems()).isNotEmpty();
        assertThat(now).isSameAs(before);
      } else {
        assertThat(house.live().problems()).isEmpty();
        assertThat(FacilityChange.between(onDisk, now).items()).isEmpty();
      }
      assertThat(now.points()).allMatch(point -> point.equals(now.point(point.id())));
    }
  }

  /** Half of the slips change only a word, so that many of the results are valid. */
  private static String harmless(String text, Random random) {
    if (random.nextBoolean()) {
      return Mutation.of(text, random);
    }
    return text.replaceFirst("name: [A-Za-z ]*", "name: N" + random.nextInt(1000))
        .replaceFirst("record-every: [0-9]+s", "record-every: " + (5 + random.nextInt(50)) + "s")
        .replaceFirst("timeout: [0-9]+s", "timeout: " + (1 + random.nextInt(9)) + "s");
  }

  /** Every id means one point only, for as long as the server runs. */
  @Property(tries = 12)
  void noIdEverMeansTwoPoints(@ForAll long seed) {
    Random random = new Random(seed);
    LiveHouse house = house();
    List<String> names = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      int unit = 1 + random.nextInt(12);
      String file = ConfigCopy.DEMO + "wards/ward-a.yaml";
      house.copy.write(
          file,
          house
              .copy
              .read(file)
              .replaceFirst(
                  "connection: gateway-a[123], unit: " + unit + "}",
                  "connection: gateway-a" + (1 + random.nextInt(3)) + ", unit: " + unit + "}"));
      house.settle();
      Facility now = house.facility();
      now.points()
          .forEach(
              point -> {
                while (names.size() <= point.id()) {
                  names.add("");
                }
                String known = names.set(point.id(), point.name() + " " + point.connection());
                assertThat(known).isIn("", point.name() + " " + point.connection());
              });
    }
  }
}
