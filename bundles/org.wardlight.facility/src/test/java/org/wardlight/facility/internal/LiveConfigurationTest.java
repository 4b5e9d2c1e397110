package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.ConfigurationEntry;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.ConfigurationOutcome;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;

class LiveConfigurationTest {
  private static final String WARD_A = ConfigCopy.DEMO + "wards/ward-a.yaml";
  private static final String WARD_B = ConfigCopy.DEMO + "wards/ward-b.yaml";
  private static final String FACILITY = ConfigCopy.DEMO + "facility.yaml";

  private LiveHouse house;

  @BeforeEach
  void open(@TempDir Path directory) {
    house = new LiveHouse(directory);
  }

  private String wardA() {
    return house.facility().wards().get(0).name();
  }

  @Test
  void changeIsAppliedOnceItIsQuiet() {
    house.start();
    Facility before = house.facility();
    house.copy.edit(WARD_A, "name: Ward A", "name: Rose ward");
    house.time.advance(LiveConfiguration.LOOK_EVERY);
    assertThat(wardA()).isEqualTo("Ward A");
    house.copy.edit(WARD_A, "name: Rose ward", "name: Lilac ward");
    house.time.advance(LiveConfiguration.LOOK_EVERY);
    assertThat(wardA()).as("written again: not quiet yet").isEqualTo("Ward A");
    house.time.advance(LiveConfiguration.LOOK_EVERY);
    assertThat(wardA()).isEqualTo("Lilac ward");
    assertThat(before.wards().get(0).name()).as("a facility never changes").isEqualTo("Ward A");
  }

  /** An editor that writes beside and renames may keep size and time of the file. */
  @Test
  void renamedCopyOfTheSameSizeAndTimeIsNoticed() throws IOException {
    house.start();
    Path ward = house.copy.root().resolve(WARD_A);
    FileTime written = Files.getLastModifiedTime(ward);
    Path beside = ward.resolveSibling(".ward-a.yaml~");
    Files.writeString(beside, house.copy.read(WARD_A).replace("Ward A", "Ward Z"));
    Files.setLastModifiedTime(beside, written);
    Files.move(beside, ward, StandardCopyOption.ATOMIC_MOVE);
    house.settle();
    assertThat(wardA()).isEqualTo("Ward Z");
  }

  @Test
  void refusedChangeLeavesTheOldOneRunningAndSaysWhy() {
    house.start();
    Facility before = house.facility();
    house.copy.edit(WARD_A, "care-level: nursing", "care-level: nursin");
    house.copy.edit(WARD_B, "name: Ward B", "name: Other");
    house.settle();
    assertThat(house.facility()).isSameAs(before);
    assertThat(house.live().problems())
        .extracting(ConfigurationProblem::line, ConfigurationProblem::message)
        .containsExactly(tuple(8, "`nursin` is unknown: did you mean `nursing`?"));
    assertThat(house.held).containsOnlyKeys("configuration.invalid of configuration");
    assertThat(house.held.values().iterator().next().args())
        .containsEntry("count", "1")
        .hasEntrySatisfying("first", first -> assertThat(first).contains("ward-a.yaml:8:65"));
    house.copy.edit(WARD_A, "care-level: nursin,", "care-level: nursing,");
    house.settle();
    assertThat(house.facility().wards().get(1).name()).isEqualTo("Other");
    assertThat(house.live().problems()).isEmpty();
    assertThat(house.held).isEmpty();
  }

  @Test
  void takingABadChangeBackEndsTheAlarmWithoutAnotherEntry() {
    house.start();
    house.copy.edit(WARD_A, "name: Ward A", "nam: Ward A");
    house.settle();
    house.copy.edit(WARD_A, "nam: Ward A", "name: Ward A");
    house.settle();
    assertThat(house.held).isEmpty();
    assertThat(house.live().problems()).isEmpty();
    assertThat(house.live().entries()).hasSize(1);
  }

  /** The desk needs the facility before it can start: it comes later. */
  @Test
  void alarmIsRaisedWhenTheDeskComes() {
    house.start();
    house.deskIsThere = false;
    house.copy.edit(WARD_A, "name: Ward A", "nam: Ward A");
    house.settle();
    assertThat(house.held).isEmpty();
    house.deskIsThere = true;
    house.settle();
    assertThat(house.held).hasSize(1);
    house.settle();
    assertThat(house.held).hasSize(1);
  }

  @Test
  void everyObserverHearsInOrderEvenIfOneThrows() {
    house.listen("field");
    house.listeners.add(
        new Announcements.Listener(
            "broken",
            (before, now) -> {
              throw new IllegalStateException("no");
            }));
    house.listen("web");
    house.start();
    house.copy.edit(WARD_A, "name: Ward A", "name: B");
    house.settle();
    assertThat(house.called).containsExactly("field", "web");
    assertThat(wardA()).isEqualTo("B");
    assertThat(house.held).containsOnlyKeys("configuration.incomplete of broken");
    house.listeners.set(1, new Announcements.Listener("broken", (before, now) -> {}));
    house.copy.edit(WARD_A, "name: B", "name: C");
    house.settle();
    assertThat(house.held).isEmpty();
  }

  @Test
  void observersSeeTheFacilityThatIsInForceAndTheOneBefore() {
    house.start();
    Facility first = house.facility();
    house.listeners.add(
        new Announcements.Listener(
            "field",
            (before, now) -> {
              assertThat(before).isSameAs(first);
              assertThat(house.facility()).isSameAs(now);
              house.called.add("field");
            }));
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.settle();
    assertThat(house.called).containsExactly("field");
    assertThat(house.held).isEmpty();
  }

  /** A changed address goes to the same point; what means something else is another point. */
  @Test
  void pointsKeepTheirIdsAndNoIdComesBack() {
    house.start();
    Facility before = house.facility();
    house.copy.edit(WARD_A, "unit: 1}", "unit: 31}");
    house.copy.edit(
        WARD_A, "connection: gateway-a1, unit: 2}", "connection: gateway-a3, unit: 42}");
    house.settle();
    Facility now = house.facility();
    Point moved = point(now, "101-io/callBed");
    assertThat(moved.id()).isEqualTo(point(before, "101-io/callBed").id());
    assertThat(moved.address()).containsEntry("unit", 31);
    assertThat(point(now, "103-io/callBed")).isEqualTo(point(before, "103-io/callBed"));
    int gone = point(before, "102-io/callBed").id();
    assertThat(now.point(gone)).isNull();
    assertThat(point(now, "102-io/callBed").id()).isGreaterThanOrEqualTo(before.pointIdBound());
    assertThat(now.points()).hasSameSizeAs(before.points());
    house.copy.edit(
        WARD_A, "connection: gateway-a3, unit: 42}", "connection: gateway-a1, unit: 2}");
    house.settle();
    assertThat(point(house.facility(), "102-io/callBed").id())
        .isGreaterThanOrEqualTo(now.pointIdBound());
    house.start();
    assertThat(house.facility().pointIdBound()).as("compact").isEqualTo(before.points().size());
  }

  private static Point point(Facility facility, String name) {
    return Objects.requireNonNull(facility.point(name), name);
  }

  @Test
  void historySaysWhatChangedWhenAndByWhom() {
    house.start();
    house.copy.edit(WARD_A, "bathroom-limit-night: 15min", "bathroom-limit-night: 12min");
    house.copy.edit(ConfigCopy.DEMO + "connections.yaml", "timeout: 1s", "timeout: 2s");
    house.settle();
    assertThat(house.live().entries())
        .containsExactly(
            new ConfigurationEntry(
                2,
                house.time.now(),
                ConfigurationHistory.FILES,
                0,
                "1 room changed, 1 connection changed",
                List.of(
                    "room 101 changed: care plan of r-101",
                    "connection gateway-a1 changed: option timeout")),
            new ConfigurationEntry(
                1,
                house.time.now().minus(Duration.ofSeconds(2)),
                ConfigurationHistory.FILES,
                0,
                "all of it",
                List.of()));
    assertThat(house.start().live().entries()).as("it survives a restart").hasSize(2);
  }

  @Test
  void oldestEntriesGoAndNumbersGoOn() {
    house.kept = 3;
    house.start();
    for (int i = 0; i < 5; i++) {
      house.copy.edit(WARD_A, "name: Ward A", "name: Ward A" + i);
      house.settle();
    }
    assertThat(house.live().entries())
        .extracting(ConfigurationEntry::number)
        .containsExactly(6, 5, 4);
    assertThat(house.history().toFile().list())
        .containsExactlyInAnyOrder("000004.zip", "000005.zip", "000006.zip");
    assertThat(LiveHouse.outcome(house.live().rollBack(3, "anna")))
        .isEqualTo(new ConfigurationOutcome.NoSuchEntry(3));
  }

  @Test
  void rollBackBringsBackEveryFileAndRemovesTheOthers() {
    Map<String, String> first = house.start().files();
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.copy.edit("types/fan-coil.yaml", "scan: slow", "scan: normal");
    house.copy.write(
        ConfigCopy.DEMO + "wards/ward-c.yaml",
        "ward: ward-c\nname: C\nfloor: 2\nday: {from: \"06:00\", to: \"22:00\"}\n"
                .replace("floor: 2", "floor: \"2\"")
            + "rooms: {\"301\": {beds: {\"301/bed\": {}}}}\n");
    house.settle();
    assertThat(house.facility().wards()).hasSize(3);
    Map<String, String> second = house.files();

    ConfigurationOutcome outcome = LiveHouse.outcome(house.live().rollBack(1, "anna"));

    assertThat(outcome).isInstanceOf(ConfigurationOutcome.Applied.class);
    ConfigurationEntry entry = house.live().entries().get(0);
    assertThat(entry.number()).isEqualTo(3);
    assertThat(entry.who()).isEqualTo("anna");
    assertThat(entry.restored()).isEqualTo(1);
    assertThat(house.files()).isEqualTo(first);
    assertThat(house.facility().wards()).hasSize(2);
    house.settle();
    assertThat(house.live().entries()).as("its own writing is no change").hasSize(3);
    assertThat(LiveHouse.outcome(house.live().rollBack(2, "anna")))
        .isInstanceOf(ConfigurationOutcome.Applied.class);
    assertThat(house.files()).isEqualTo(second);
  }

  @Test
  void rollBackToWhatIsInForceDiscardsARefusedEdit() {
    Map<String, String> good = house.start().files();
    house.copy.edit(WARD_A, "name: Ward A", "nam: Ward A");
    house.settle();
    assertThat(LiveHouse.outcome(house.live().rollBack(1, "anna")))
        .isEqualTo(new ConfigurationOutcome.Unchanged());
    assertThat(house.files()).isEqualTo(good);
    assertThat(house.live().problems()).isEmpty();
    assertThat(house.held).isEmpty();
  }

  @Test
  void rollBackThatCannotWriteChangesNothing() throws IOException {
    house.start();
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    house.settle();
    Map<String, String> files = house.files();
    // In the way of the copy that would be made.
    Path inTheWay = house.copy.root().resolve(ConfigCopy.DEMO + "wards/.ward-a.yaml.new");
    Files.createDirectories(inTheWay.resolve("full"));
    assertThat(LiveHouse.outcome(house.live().rollBack(1, "anna")))
        .isInstanceOf(ConfigurationOutcome.Failed.class);
    assertThat(house.files()).isEqualTo(files);
    house.settle();
    assertThat(wardA()).isEqualTo("Z");
  }

  @Test
  void checkSaysWhatWouldHappenAndDoesNothing() {
    house.start();
    assertThat(LiveHouse.outcome(house.live().check()))
        .isEqualTo(new ConfigurationOutcome.Unchanged());
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    ConfigurationOutcome good = LiveHouse.outcome(house.live().check());
    assertThat(((ConfigurationOutcome.Good) good).change().lines())
        .containsExactly("ward ward-a changed: name");
    house.copy.edit(WARD_A, "name: Z", "nam: Z");
    ConfigurationOutcome bad = LiveHouse.outcome(house.live().check());
    assertThat(((ConfigurationOutcome.Refused) bad).problems()).isNotEmpty();
    assertThat(wardA()).isEqualTo("Ward A");
    assertThat(house.held).isEmpty();
  }

  @Test
  void applyDoesNotWait() {
    house.start();
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    assertThat(LiveHouse.outcome(house.live().apply("anna")))
        .isInstanceOf(ConfigurationOutcome.Applied.class);
    assertThat(wardA()).isEqualTo("Z");
    assertThat(house.live().entries().get(0).who()).isEqualTo("anna");
  }

  @Test
  void invalidFilesAtTheStartLeaveTheLastGoodConfigurationInForce() {
    house.start();
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.settle();
    house.copy.edit("types/fan-coil.yaml", "protocol: modbus", "protocol: modbuss");
    house.start();
    assertThat(house.facility().name()).isEqualTo("Rose House");
    assertThat(house.live().problems()).isNotEmpty();
    assertThat(house.live().entries()).hasSize(2);
    house.settle();
    assertThat(house.held).hasSize(1);
    house.copy.edit("types/fan-coil.yaml", "protocol: modbuss", "protocol: modbus");
    house.settle();
    assertThat(house.held).isEmpty();
    assertThat(house.live().problems()).isEmpty();
  }

  @Test
  void withoutHistoryInvalidFilesAreNoFacility() {
    house.copy.edit(FACILITY, "zone:", "zon:");
    assertThat(house.begin()).isNull();
  }

  @Test
  void damagedEntryIsLeftOutAndTheOneBeforeIsUsed() throws IOException {
    house.start();
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.settle();
    house.copy.edit(FACILITY, "Rose House", "Lily House");
    house.settle();
    Files.writeString(house.history().resolve("000003.zip"), "no zip");
    Path second = house.history().resolve("000002.zip");
    byte[] bytes = Files.readAllBytes(second);
    Files.write(second, Arrays.copyOf(bytes, bytes.length / 2));
    house.copy.edit(FACILITY, "zone:", "zon:");
    house.start();
    assertThat(house.facility().name()).isEqualTo("Camellia House");
    assertThat(house.live().entries().get(0).number()).as("3 was used").isEqualTo(4);
    assertThat(house.live().entries().get(0).restored()).isEqualTo(1);
  }

  @Test
  void changeWhileTheServerIsOffIsInTheHistory() {
    house.start();
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.start();
    assertThat(house.live().entries().get(0).changes())
        .containsExactly("facility demo changed: name");
  }

  /** Half of a change must not come into force only because the server started just then. */
  @Test
  void filesWrittenAMomentBeforeTheStartWaitUntilTheyAreQuiet() throws IOException {
    house.start();
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    Files.setLastModifiedTime(
        house.copy.root().resolve(WARD_A),
        FileTime.from(house.time.now().plus(LiveConfiguration.LOOK_EVERY.multipliedBy(10))));
    house.start();
    assertThat(wardA()).isEqualTo("Ward A");
    house.settle();
    assertThat(wardA()).isEqualTo("Z");
  }

  @Test
  void historyThatCannotBeWrittenIsMadeUpForLater() throws IOException {
    house.start();
    Path inTheWay = house.history().resolve(".000002.zip.new");
    Files.createDirectory(inTheWay);
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    house.settle();
    assertThat(wardA()).isEqualTo("Z");
    assertThat(house.live().entries()).hasSize(2);
    assertThat(house.history().resolve("000002.zip")).doesNotExist();
    Files.delete(inTheWay);
    house.settle();
    assertThat(house.history().resolve("000002.zip")).exists();
    assertThat(house.start().live().entries()).hasSize(2);
  }

  /** As after a power cut: the mark is there, some files are new and some old. */
  @Test
  void rollBackThatWasCutOffIsFinishedAtTheStart() throws IOException {
    Map<String, String> first = house.start().files();
    house.copy.edit(FACILITY, "Camellia House", "Rose House");
    house.copy.edit(WARD_A, "name: Ward A", "name: Z");
    house.settle();
    new HistoryFiles(house.history(), 10)
        .beginRestoring(
            new HistoryFiles.Restoring(1, "anna"),
            Snapshot.take(new Layout(house.copy.demo(), null)));
    house.copy.edit(WARD_A, "name: Z", "name: Ward A");
    house.start();
    assertThat(house.facility().name()).isEqualTo("Camellia House");
    assertThat(house.live().entries().get(0).restored()).isEqualTo(1);
    house.settle();
    assertThat(house.files()).isEqualTo(first);
    assertThat(house.live().entries()).hasSize(3);
    assertThat(house.history().resolve("restoring.json")).doesNotExist();
  }

  @Test
  void directoryThatVanishesIsARefusedChange() {
    house.start();
    Path demo = house.copy.demo();
    assertThat(demo.toFile().renameTo(demo.resolveSibling("away").toFile())).isTrue();
    house.settle();
    assertThat(wardA()).isEqualTo("Ward A");
    assertThat(house.live().problems())
        .extracting(ConfigurationProblem::message)
        .containsExactly("there is no such directory");
  }
}
