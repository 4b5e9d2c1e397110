package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Shift;
import org.wardlight.api.space.Facility;

class AlarmsFileTest {
  private static final String ALARMS = "facilities/demo/alarms.yaml";

  @TempDir Path directory = Path.of("");

  private static Facility read(ConfigCopy copy) {
    FacilityReadout readout = copy.readout();
    assertThat(readout.problems()).isEmpty();
    return Objects.requireNonNull(readout.facility());
  }

  @Test
  void rosterOfTheDemoIsReadAsWritten() {
    Facility demo = read(ConfigCopy.in(directory));
    Shift night =
        Objects.requireNonNull(
            demo.alarms().roster("ward-a").at(Instant.parse("2026-11-22T01:00:00Z"), demo.zone()));
    assertThat(night.name()).isEqualTo("night");
    assertThat(night.chain())
        .containsExactly(
            new Level("ward-a", true, Duration.ofSeconds(60)),
            new Level("ward-b", true, Duration.ofSeconds(60)),
            new Level("on-call", false, Duration.ofSeconds(60)));
    assertThat(demo.alarms().roster("ward-a").groups())
        .containsExactly("ward-a", "house", "ward-b", "on-call");
  }

  @Test
  void facilityWithoutTheFileCallsEverybody() throws IOException {
    ConfigCopy copy = ConfigCopy.in(directory);
    Files.delete(copy.demo().resolve("alarms.yaml"));
    assertThat(read(copy).alarms()).isEqualTo(AlarmSettings.DEFAULT);
  }

  @Test
  void whatRefersToNothingIsToldWithItsPlace() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .write(
                ALARMS,
                """
                groups:
                  nurses: {}
                wards:
                  ward-aa:
                    day: {from: "06:00", chain: {nurses: 60s}}
                    night: {from: "06:00", chain: {nurces: 60s}}
                """);
    assertThat(copy.problems())
        .containsExactly(
            ALARMS + ":4:3: unknown ward `ward-aa`: did you mean `ward-a`?",
            ALARMS + ":6:19: two shifts begin at 06:00",
            ALARMS + ":6:36: unknown group `nurces`: did you mean `nurses`?");
  }

  @Test
  void unfitTimesAndDurationsAreToldOnce() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .edit(ALARMS, "come-back-after: 3min", "come-back-after: soon")
            .edit(ALARMS, "early: {from: \"06:00\"", "early: {from: \"6\"");
    assertThat(copy.problems()).hasSize(2).allMatch(problem -> problem.startsWith(ALARMS));
  }
}
