package org.wardlight.rules.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.rule.Rehearsals.Change;
import org.wardlight.api.rule.Rehearsals.Difference;
import org.wardlight.api.rule.Rehearsals.Rehearsal;
import org.wardlight.api.rule.Rehearsals.Request;
import org.wardlight.api.rule.Rehearsals.State;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.History;

/** The shipped rules over a made-up night: 20 minutes in the bathroom, twice out of bed. */
class RehearsalTest {
  private static final Instant FROM = Instant.parse("2026-11-22T00:00:00Z"); // 01:00 in Berlin
  private static final Instant TO = FROM.plus(Duration.ofHours(4));

  private final Facility facility = TestWard.facility(1, 2);
  private final TreeMap<Instant, List<Object[]>> samples = new TreeMap<>();
  private final RehearsalDesk desk =
      new RehearsalDesk(
          Path.of("none"),
          () -> ShippedRules.COMPILED,
          () -> facility,
          () -> this::tried,
          this::history,
          Clock.fixed(TO.plusSeconds(1), ZoneOffset.UTC));

  @AfterEach
  void close() {
    desk.close();
  }

  /** As the facility layer does it, without its schema. */
  private CarePlan tried(String resident, Map<String, String> values) {
    return facility.wards().stream()
        .flatMap(ward -> ward.rooms().stream())
        .flatMap(room -> room.beds().stream())
        .map(bed -> requireNonNull(bed.stay()).resident())
        .filter(who -> who.id().equals(resident))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no resident " + resident))
        .plan()
        .with(values);
  }

  private History history() {
    return (points, from, to, reader) -> {
      for (Map.Entry<Instant, List<Object[]>> at : samples.subMap(from, to).entrySet()) {
        for (Object[] sample : at.getValue()) {
          if (points.contains((String) sample[0])) {
            reader.take((String) sample[0], at.getKey(), (double) sample[1], true);
          }
        }
      }
    };
  }

  private void sample(String point, int minute, double value) {
    samples
        .computeIfAbsent(FROM.plus(Duration.ofMinutes(minute)), at -> new ArrayList<>())
        .add(new Object[] {point, value});
  }

  private void night() {
    for (String room : List.of("0-0", "0-1")) {
      sample(room + "-io/bed.occupied", -10, 1);
      sample(room + "-io/bathroom.presence", -10, 0);
    }
    sample("0-0-io/bed.occupied", 30, 0);
    sample("0-0-io/bathroom.presence", 31, 1);
    sample("0-0-io/bathroom.presence", 51, 0);
    sample("0-0-io/bed.occupied", 52, 1);
    sample("0-1-io/bed.occupied", 90, 0);
    sample("0-1-io/bed.occupied", 95, 1);
  }

  private Rehearsal played(
      Map<String, String> files, Map<String, Map<String, String>> limits, String... rooms) {
    String id = desk.start(new Request(files, false, limits, List.of(rooms), FROM, TO, "engineer"));
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              State state = requireNonNull(desk.find(id)).state();
              return state != State.WAITING && state != State.RUNNING;
            });
    return requireNonNull(desk.find(id));
  }

  private static Map<String, String> night(int minutes) {
    return Map.of("bathroom-limit-night", minutes + "min");
  }

  @Test
  void aLimitThatIsLongerMakesAnAlarmGoneAndAShorterOneEarlier() {
    night();
    Rehearsal longer = played(Map.of(), Map.of("r-0-0", night(25)));
    assertThat(longer.state()).isEqualTo(State.FINISHED);
    assertThat(longer.same()).as("both bed exits").isEqualTo(2);
    assertThat(longer.differences()).hasSize(1);
    Difference gone = longer.differences().get(0);
    assertThat(gone.change()).isEqualTo(Change.GONE);
    assertThat(gone.kind()).isEqualTo("bathroom.dwell");
    assertThat(gone.before()).isEqualTo(FROM.plus(Duration.ofMinutes(46)));

    Rehearsal shorter = played(Map.of(), Map.of("r-0-0", night(10)));
    assertThat(shorter.differences())
        .extracting(Difference::change, Difference::after)
        .containsExactly(tuple(Change.EARLIER, FROM.plus(Duration.ofMinutes(41))));
    assertThat(played(Map.of(), Map.of("r-0-0", night(10))).differences())
        .as("the same again")
        .isEqualTo(shorter.differences());
  }

  /** The limits are those of the care plan, whichever they are. */
  @Test
  void limitsThatNoRehearsalKnowsByNameAreTriedToo() {
    night();
    Rehearsal noted =
        played(
            Map.of(),
            Map.of(
                "r-0-0", Map.of("bed-exit-night", "note"),
                "r-0-1", Map.of("out-of-bed-limit-night", "2min")));
    assertThat(noted.differences())
        .extracting(Difference::space, Difference::kind, Difference::change)
        .containsExactly(
            tuple("0-0/bed", "bed.exit", Change.RECLASSIFIED),
            tuple("0-1/bed", "bed.absence", Change.NEW));
  }

  @Test
  void aRuleLeftOutAndOneOfAnotherClassShowPerRoom() {
    night();
    Rehearsal without =
        played(
            Map.of(
                "bed-exit/bed-exit.drl", "",
                "bed-exit/bed-exit.texts.yaml", "",
                "bed-exit/bed-exit.scenarios.yaml", ""),
            Map.of(),
            "0-1");
    assertThat(without.differences())
        .extracting(Difference::room, Difference::change)
        .containsExactly(tuple("0-1", Change.GONE));
    String shipped =
        requireNonNull(ShippedRules.COMPILED.sources().texts().get("bed-exit/bed-exit.drl"));
    String calls = shipped.replace("return AlarmClass.URGENT", "return AlarmClass.CALL");
    assertThat(played(Map.of("bed-exit/bed-exit.drl", calls), Map.of()).differences())
        .extracting(Difference::change)
        .containsExactly(Change.RECLASSIFIED, Change.RECLASSIFIED);
  }

  @Test
  void aBrokenFileFailsItWithItsLine() {
    Rehearsal failed =
        played(Map.of("bed-exit/bed-exit.drl", "package rules.bed_exit\nrule"), Map.of());
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.problems().get(0).file()).isEqualTo("bed-exit/bed-exit.drl");
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> desk.start(new Request(Map.of(), false, Map.of(), List.of(), FROM, TO, "x")))
        .hasMessageContaining("nothing to try out");
    assertThatThrownBy(() -> played(Map.of(), Map.of("nobody", night(10))))
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> played(Map.of(), Map.of("r-0-0", night(10)), "999"))
        .hasMessageContaining("999");
    assertThat(desk.cancel("unknown")).isFalse();
  }
}
