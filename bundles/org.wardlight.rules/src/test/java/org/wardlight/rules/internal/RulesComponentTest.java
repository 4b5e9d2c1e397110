package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.VirtualTime;

class RulesComponentTest {
  private static final Duration COMPILING = Duration.ofSeconds(60);
  private static final Instant NIGHT = Instant.parse("2026-11-22T01:00:00Z");

  private final VirtualTime time = new VirtualTime(NIGHT);
  private final Facility facility = TestWard.facility(2, 1);
  private final ExecutorService lane = Executors.newSingleThreadExecutor();
  private final Desk desk = new Desk();
  private final FakeServices services = new FakeServices();
  private final BundleContext context = services.context();
  private final List<RulesComponent> started = new ArrayList<>();

  private RulesComponent start(Path directory) {
    RulesComponent rules =
        new RulesComponent(
            new Directory(directory),
            context,
            () -> facility,
            ward -> lane,
            time,
            time.clock(),
            time);
    started.add(rules);
    return rules;
  }

  private void readAll(RulesComponent rules) {
    for (Point point : facility.points()) {
      rules.changed(TestWard.good(point, 0, NIGHT));
    }
  }

  @AfterEach
  void stop() {
    started.forEach(RulesComponent::deactivate);
    lane.shutdownNow();
  }

  @Test
  void valuesReachTheirWardAndConclusionsTheListeners() {
    RulesComponent rules = start(ShippedRules.DIRECTORY);
    Collection<ConclusionChange> heard = new ConcurrentLinkedQueue<>();
    rules.addListener(heard::add);
    readAll(rules);
    await().atMost(COMPILING).until(() -> heard.size() == 2);
    assertThat(heard)
        .extracting(ConclusionChange::ward)
        .containsExactlyInAnyOrder("ward-0", "ward-1");
    assertThat(heard).allMatch(ConclusionChange::complete);
  }

  @Test
  void aListenerThatComesLateHearsWhatHoldsAndOneThatLeavesHearsNoMore() {
    RulesComponent rules = start(ShippedRules.DIRECTORY);
    Collection<ConclusionChange> early = new ConcurrentLinkedQueue<>();
    ConclusionListener leaving = early::add;
    rules.addListener(leaving);
    readAll(rules);
    await().atMost(COMPILING).until(() -> early.size() == 2);
    Collection<ConclusionChange> late = new ConcurrentLinkedQueue<>();
    rules.addListener(late::add);
    rules.removeListener(leaving);
    rules.changed(TestWard.good(facility.points().get(0), 1, NIGHT.plusSeconds(1)));
    await().atMost(COMPILING).until(() -> late.size() == 3);
    assertThat(early).hasSize(2);
    ConclusionChange first = late.iterator().next();
    assertThat(first.complete()).isTrue();
    assertThat(first.began())
        .anyMatch(c -> c instanceof Condition condition && condition.kind().equals("bed.exit"));
  }

  @Test
  void aBrokenDirectoryIsAFaultAlsoForADeskThatComesLaterUntilTheBundleStops(@TempDir Path dir)
      throws Exception {
    WardEngineTest.write(dir, "broken", "rule \"x\" when\n  Reading( on\nthen end\n");
    Files.writeString(dir.resolve("broken/broken.texts.yaml"), "en: {alarm.some: Some}\n");
    RulesComponent rules = start(dir);
    await()
        .atMost(COMPILING)
        .untilAsserted(
            () -> {
              rules.setFaults(desk);
              assertThat(desk.held).containsExactly("rules.refused rules");
            });
    assertThat(rules.texts(Locale.GERMAN))
        .containsEntry("alarm.some", "Some")
        .containsEntry("alarm.rules.refused", "Geänderte Regeln wurden abgelehnt");
    rules.deactivate();
    assertThat(desk.held).isEmpty();
  }

  @Test
  void aDeskThatLeavesIsNotToldAnyMore(@TempDir Path dir) {
    RulesComponent rules = start(dir);
    rules.setFaults(desk);
    await().atMost(COMPILING).until(() -> !desk.held.isEmpty());
    rules.unsetFaults(desk);
    List<String> before = List.copyOf(desk.held);
    rules.deactivate();
    assertThat(before).isNotEmpty().isEqualTo(desk.held);
  }

  private static final class Desk implements Faults {
    private final List<String> held = new CopyOnWriteArrayList<>();

    @Override
    public void hold(String kind, String subject, Reason reason) {
      if (!held.contains(kind + " " + subject)) {
        held.add(kind + " " + subject);
      }
    }

    @Override
    public void release(String kind, String subject) {
      held.remove(kind + " " + subject);
    }
  }

  private record Directory(Path path) implements RulesComponent.Config {
    @Override
    public String kept() {
      return "";
    }

    @Override
    public String passed() {
      return "";
    }

    @Override
    public boolean approval() {
      return false;
    }

    @Override
    public int threads() {
      return 1;
    }

    @Override
    public String directory() {
      return path.toString();
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return RulesComponent.Config.class;
    }
  }
}
