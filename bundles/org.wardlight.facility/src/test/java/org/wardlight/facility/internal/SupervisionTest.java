package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.point.Supervision;

class SupervisionTest {
  private static final String KINDS = "point-kinds.yaml";
  private static final String GATEWAY = "types/room-io-gateway.yaml";

  @TempDir Path directory = Path.of("");

  private static Supervision of(ConfigCopy copy, String point) {
    assertThat(copy.problems()).isEmpty();
    return Objects.requireNonNull(
            Objects.requireNonNull(copy.readout().facility()).point(point), point)
        .supervision();
  }

  private ConfigCopy edit(String file, String from, String to) {
    return ConfigCopy.in(directory).edit(file, from, to);
  }

  @Test
  void kindSaysWhatIsUsualAndTypeMayDiffer() {
    ConfigCopy copy =
        edit(
                KINDS,
                "{space: bathroom, type: boolean, safety: true}",
                "{space: bathroom, type: boolean, safety: true, debounce: 300ms, chatter: 6/min,"
                    + " stuck-after: 24h}")
            .edit(
                GATEWAY,
                "{kind: bathroom.presence,",
                "{kind: bathroom.presence, debounce: off, chatter: 9/min,");
    assertThat(of(copy, "101-io/bathroomPresence"))
        .isEqualTo(new Supervision(Duration.ZERO, 9, Duration.ofHours(24), Set.of()));
    assertThat(of(copy, "101-io/bathroomDoor")).isEqualTo(Supervision.NONE);
  }

  @Test
  void dependenciesAreNamesOfTheSameDeviceAndOfWhatItHas() {
    ConfigCopy copy =
        edit(
            GATEWAY,
            "{kind: bathroom.presence,",
            "{kind: bathroom.presence, depends-on: [bed2Occupied, window],");
    assertThat(of(copy, "101-io/bathroomPresence").dependsOn()).containsExactly("101-io/window");
    assertThat(of(copy, "106-io/bathroomPresence").dependsOn())
        .containsExactlyInAnyOrder("106-io/window", "106-io/bed2Occupied");
  }

  @Test
  void dependencyMustBeAnotherPointOfTheType() {
    assertThat(
            edit(
                    GATEWAY,
                    "{kind: bathroom.presence,",
                    "{kind: bathroom.presence, depends-on: [windw, bathroomPresence],")
                .problems())
        .anyMatch(p -> p.endsWith("there is no other point `windw`: did you mean `window`?"))
        .anyMatch(p -> p.contains("there is no other point `bathroomPresence`"));
  }

  /** Each would doubt the other for ever. */
  @Test
  void dependenciesMustNotGoRound() {
    assertThat(
            edit(
                    GATEWAY,
                    "{kind: bathroom.presence,",
                    "{kind: bathroom.presence, depends-on: [window],")
                .edit(
                    GATEWAY,
                    "{kind: window.open,",
                    "{kind: window.open, depends-on: [bathroomDoor],")
                .edit(
                    GATEWAY,
                    "{kind: bathroom.door.open,",
                    "{kind: bathroom.door.open, depends-on: [bathroomPresence],")
                .problems())
        .hasSize(3)
        .allMatch(p -> p.contains("would depend on itself"));
  }

  /** A short press must reach somebody. */
  @Test
  void callsAreNeverDebounced() {
    assertThat(
            edit(GATEWAY, "{kind: call.living,", "{kind: call.living, debounce: 100ms,").problems())
        .singleElement()
        .asString()
        .endsWith("`call.living` raises a call, which must not be delayed: remove `debounce`");
  }

  @Test
  void noKindOfCallIsDebounced() {
    String call = "alarm: call.living, class: call}";
    assertThat(edit(KINDS, call, call + ", debounce: 1s").problems())
        .singleElement()
        .asString()
        .endsWith("must not be delayed: remove `debounce`");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(
            edit(GATEWAY, "{kind: lamp.red,", "{kind: lamp.red, stuck-after: 1h,")
                .edit(
                    "types/fan-coil.yaml",
                    "{kind: bedroom.co2,",
                    "{kind: bedroom.co2, chatter: 6/min,")
                .edit(GATEWAY, "{kind: window.open,", "{kind: window.open, debounce: 2min,")
                .edit(GATEWAY, "{kind: bathroom.presence,", "{kind: bathroom.presence, chatter: 6,")
                .problems())
        .hasSize(4)
        .anyMatch(p -> p.endsWith("is an output, which the server decides: remove `stuck-after`"))
        .anyMatch(
            p -> p.endsWith("is a number, and this is for booleans and states: remove `chatter`"))
        .anyMatch(p -> p.endsWith("a debounce is at most 1min"))
        .anyMatch(p -> p.contains("`6` does not fit: expected changes in a minute such as 6/min"));
  }
}
