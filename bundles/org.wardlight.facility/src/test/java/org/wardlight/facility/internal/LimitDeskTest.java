package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.LimitChanged;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.CareLimits.Change;
import org.wardlight.api.space.CareLimits.Limit;
import org.wardlight.api.space.CareLimits.Outcome;
import org.wardlight.api.space.CareLimits.Refusal;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityFiles;
import org.wardlight.api.space.Watch;

class LimitDeskTest {
  private static final String WARD_A = ConfigCopy.DEMO + "wards/ward-a.yaml";
  private static final String NIGHT = "bathroom-limit-night";

  private LiveHouse house;

  @BeforeEach
  void open(@TempDir Path directory) {
    house = new LiveHouse(directory).start();
  }

  private CarePlan plan(String resident) {
    return Objects.requireNonNull(Residents.find(house.facility(), resident)).resident().plan();
  }

  private Outcome change(Map<String, String> values, @Nullable Duration length) {
    return outcome(house.limits().change("r-101", values, "anna", "stomach flu", length));
  }

  private static Outcome outcome(CompletionStage<Outcome> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Refusal why(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).why();
  }

  private Limit limit(String name) {
    return house.limits().limits("r-101").stream()
        .filter(limit -> limit.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void changeCountsAtOnceAndIsTold() {
    List<Duration> told = new ArrayList<>();
    house.listeners.add(
        new Announcements.Listener(
            "rules", (before, now) -> told.add(plan("r-101").bathroomLimitNight())));
    CarePlan other = plan("r-102");
    assertThat(change(Map.of(NIGHT, "25min", "bed-exit-night", "note"), null))
        .isInstanceOf(Outcome.Done.class);
    assertThat(told).containsExactly(Duration.ofMinutes(25));
    assertThat(plan("r-101").bedExitNight()).isEqualTo(Watch.NOTE);
    assertThat(plan("r-101").bathroomLimitDay()).isEqualTo(Duration.ofMinutes(30));
    assertThat(plan("r-102")).isEqualTo(other);
    assertThat(limit(NIGHT).value()).isEqualTo("25min");
    assertThat(limit(NIGHT).byDefault()).isEqualTo("15min");
  }

  @Test
  void otherLimitsAreTriedOverThoseThatCountAndNothingIsChanged() {
    change(Map.of(NIGHT, "25min"), null);
    CarePlan before = plan("r-101");
    CarePlan tried =
        house.limits().tried("r-101", Map.of("path-light", "false", "rises-by", "09:30"));
    assertThat(tried).isEqualTo(before.with(Map.of("path-light", "false", "rises-by", "09:30")));
    assertThat(tried.bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    assertThat(plan("r-101")).isEqualTo(before);
    assertThat(house.journal).as("the change only").hasSize(1);
  }

  @Test
  void whatCannotBeTriedIsNamed() {
    assertThatThrownBy(() -> house.limits().tried("r-999", Map.of(NIGHT, "25min")))
        .hasMessage("there is no resident r-999");
    assertThatThrownBy(() -> house.limits().tried("r-101", Map.of("bathroom-limit-nigt", "25min")))
        .hasMessage("there is no limit bathroom-limit-nigt: did you mean `bathroom-limit-night`?");
    assertThatThrownBy(() -> house.limits().tried("r-101", Map.of(NIGHT, "long")))
        .hasMessageStartingWith("r-101, " + NIGHT + ": `long` does not fit");
  }

  /** Every limit that the schema knows: there is no second list. */
  @Test
  void everyLimitCanBeTried() {
    for (Limit limit : house.limits().limits("r-101")) {
      assertThat(house.limits().tried("r-101", Map.of(limit.name(), limit.value())))
          .as(limit.name())
          .isEqualTo(plan("r-101"));
    }
  }

  @Test
  void facilityIsReadApartWithWhatWasChanged() {
    change(Map.of(NIGHT, "25min"), null);
    FacilityFiles.Read read =
        new ReadFacilityFiles(house.time.clock()).read(house.directory(), null, house.history());
    assertThat(read.facility().wards()).isEqualTo(house.facility().wards());
    assertThat(read.plans().tried("r-101", Map.of("path-light", "false")).bathroomLimitNight())
        .isEqualTo(Duration.ofMinutes(25));
  }

  @Test
  void journalHasWhoWhenAndWhat() {
    Instant now = house.time.clock().instant();
    change(Map.of(NIGHT, "25min"), Duration.ofHours(8));
    assertThat(house.journal)
        .containsExactly(
            new LimitChanged(
                now,
                "ward-a",
                "r-101",
                NIGHT,
                "15min",
                "25min",
                "anna",
                "stomach flu",
                now.plus(Duration.ofHours(8))));
    assertThat(house.limits().changes("r-101")).extracting(Change::recorded).containsExactly(true);
  }

  @Test
  void changeSurvivesARestartBeforeAnybodyIsTold() {
    change(Map.of(NIGHT, "25min"), null);
    house.start();
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    assertThat(house.limits().changes("r-101")).hasSize(1);
    assertThat(house.journal).as("recorded once").hasSize(1);
    assertThat(house.live().entries()).as("no change of the configuration").hasSize(1);
  }

  @Test
  void changeEndsByItself() {
    change(Map.of(NIGHT, "25min"), Duration.ofMinutes(10));
    house.time.advance(Duration.ofMinutes(9));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    house.time.advance(Duration.ofMinutes(1));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
    LimitChanged end = (LimitChanged) house.journal.get(1);
    assertThat(List.of(end.from(), end.to(), end.by()))
        .containsExactly("25min", "15min", CareLimits.EXPIRY);
    house.start();
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void changeThatEndedWhileTheServerWasDownIsOver() {
    change(Map.of(NIGHT, "25min"), Duration.ofSeconds(61));
    house.time.advance(Duration.ofSeconds(55));
    house.start(); // ten seconds later
    house.settle();
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
    assertThat(house.journal).hasSize(2);
  }

  @Test
  void oneOrAllGoBackToWhatTheFilesSay() {
    change(Map.of(NIGHT, "25min", "path-light", "false", "comfort-day", "24"), null);
    outcome(house.limits().reset("r-101", Set.of(NIGHT), "ben", "well again"));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
    assertThat(plan("r-101").pathLight()).isFalse();
    outcome(house.limits().reset("r-101", Set.of(), "ben", "well again"));
    assertThat(plan("r-101").pathLight()).isTrue();
    assertThat(house.limits().limits("r-101")).allMatch(limit -> limit.changed() == null);
    assertThat(house.limits().changes("r-101"))
        .extracting(Change::limit)
        .startsWith("path-light", "comfort-day", NIGHT);
  }

  @Test
  void changeHoldsAgainstChangedFiles() {
    change(Map.of(NIGHT, "25min"), null);
    house.copy.edit(WARD_A, "bathroom-limit-night: 15min", "bathroom-limit-night: 10min");
    house.settle();
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    assertThat(limit(NIGHT).byDefault()).isEqualTo("10min");
    assertThat(house.live().entries().get(0).changes())
        .containsExactly("room 101 changed: care plan of r-101");
    outcome(house.limits().reset("r-101", Set.of(), "ben", "well again"));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void whatDoesNotFitIsRefusedAsAWhole() {
    Facility before = house.facility();
    assertThat(why(change(Map.of(NIGHT, "25min", "comfort-day", "40"), null)))
        .isEqualTo(Refusal.BAD_VALUE);
    assertThat(why(change(Map.of("bed-exit-day", "sometimes"), null))).isEqualTo(Refusal.BAD_VALUE);
    assertThat(why(change(Map.of("path-light", "yes"), null))).isEqualTo(Refusal.BAD_VALUE);
    assertThat(why(change(Map.of(NIGHT, "0min"), null))).isEqualTo(Refusal.BAD_VALUE);
    assertThat(why(change(Map.of(), null))).isEqualTo(Refusal.BAD_VALUE);
    assertThat(why(change(Map.of("bathroom-limit", "5min"), null)))
        .isEqualTo(Refusal.NO_SUCH_LIMIT);
    assertThat(why(change(Map.of(NIGHT, "25min"), Duration.ofSeconds(59))))
        .isEqualTo(Refusal.BAD_EXPIRY);
    assertThat(why(outcome(house.limits().change("r-999", Map.of(), "anna", "x", null))))
        .isEqualTo(Refusal.NO_SUCH_RESIDENT);
    assertThat(why(outcome(house.limits().reset("r-101", Set.of(), "anna", " "))))
        .isEqualTo(Refusal.NO_REASON);
    assertThat(house.facility()).isSameAs(before);
    assertThat(house.journal).isEmpty();
  }

  @Test
  void limitsThatBelongTogetherAreChangedTogether() {
    assertThat(why(change(Map.of("heart-rate-low", "140"), null))).isEqualTo(Refusal.BAD_VALUE);
    assertThat(change(Map.of("heart-rate-low", "140", "heart-rate-high", "180"), null))
        .isInstanceOf(Outcome.Done.class);
    assertThat(plan("r-101").heartRate()).isEqualTo(new CarePlan.Range(140, 180));
    assertThat(why(outcome(house.limits().reset("r-101", Set.of("heart-rate-high"), "ben", "x"))))
        .isEqualTo(Refusal.BAD_VALUE);
    house.start();
    assertThat(plan("r-101").heartRate()).isEqualTo(new CarePlan.Range(140, 180));
  }

  @Test
  void refusalSaysWhatWouldBeRight() {
    Outcome outcome = change(Map.of("comfort-day", "40"), null);
    assertThat(((Outcome.Refused) outcome).detail()).contains("40", "greatest is 28");
  }

  /** What the schema has, one can change, and each value of a plan is one that one may set. */
  @Test
  void everyLimitOfTheSchemaCanBeSetToWhatItIs() throws IOException {
    Path schema = house.copy.root().resolve("schema/ward.schema.json");
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(Files.readAllBytes(schema))
        .at("/$defs/plan/properties")
        .fieldNames()
        .forEachRemaining(names::add);
    CarePlan before = plan("r-101");
    List<Limit> limits = house.limits().limits("r-101");
    assertThat(limits).extracting(Limit::name).isEqualTo(names);
    for (Limit limit : limits) {
      assertThat(change(Map.of(limit.name(), limit.byDefault()), null))
          .as(limit.name())
          .isInstanceOf(Outcome.Done.class);
    }
    assertThat(plan("r-101")).isEqualTo(before);
  }

  @Test
  void changeIsRecordedOnceTheJournalWorks() {
    house.journalWorks = false;
    change(Map.of(NIGHT, "25min"), null);
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    assertThat(house.limits().changes("r-101")).extracting(Change::recorded).containsExactly(false);
    house.start();
    assertThat(house.journal).isEmpty();
    house.journalWorks = true;
    house.settle();
    assertThat(house.journal).extracting(AlarmEvent::ward).containsExactly("ward-a");
    house.settle();
    assertThat(house.journal).hasSize(1);
  }

  @Test
  void whatCannotBeKeptIsNotInForce() throws IOException {
    Path blocked = house.history().resolve(".limits.json.new");
    Files.createDirectory(blocked);
    assertThat(why(change(Map.of(NIGHT, "25min"), null))).isEqualTo(Refusal.NOT_SAVED);
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
    assertThat(house.journal).isEmpty();
    Files.delete(blocked);
    assertThat(change(Map.of(NIGHT, "25min"), null)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void damagedFileIsKeptAndSaidByAnAlarm() throws IOException {
    change(Map.of(NIGHT, "25min"), null);
    Path file = house.history().resolve("limits.json");
    Files.writeString(file, Files.readString(file).substring(9));
    house.start().settle();
    assertThat(house.held).containsOnlyKeys("limits.ignored of limits");
    assertThat(why(change(Map.of(NIGHT, "20min"), null))).isEqualTo(Refusal.NOT_SAVED);
    Files.delete(file);
    house.start().settle();
    assertThat(change(Map.of(NIGHT, "20min"), null)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void valueThatNoLongerFitsIsLeftOutAndSaidByAnAlarm() throws IOException {
    change(Map.of(NIGHT, "25min", "comfort-day", "24"), null);
    Path file = house.history().resolve("limits.json");
    Files.writeString(file, Files.readString(file).replace("\"24\"", "\"94\""));
    house.start().settle();
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    assertThat(plan("r-101").comfortDayCelsius()).isEqualTo(22.5);
    assertThat(house.held).containsOnlyKeys("limits.ignored of limits");
    outcome(house.limits().reset("r-101", Set.of(), "ben", "mended"));
    house.settle();
    assertThat(house.held).isEmpty();
  }

  @Test
  void wrongClockDoesNotProlongAChange() throws IOException {
    change(Map.of(NIGHT, "25min"), Duration.ofHours(1));
    Path file = house.history().resolve("limits.json");
    Files.writeString(file, Files.readString(file).replace("2026-11-22", "2026-11-23"));
    house.start();
    house.time.advance(Duration.ofHours(1).minusSeconds(11));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(25));
    house.time.advance(Duration.ofSeconds(11));
    assertThat(plan("r-101").bathroomLimitNight()).isEqualTo(Duration.ofMinutes(15));
  }
}
