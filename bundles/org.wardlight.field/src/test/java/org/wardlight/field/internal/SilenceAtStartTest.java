package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.wardlight.field.internal.Building.CORD;
import static org.wardlight.field.internal.Building.PRESENCE;
import static org.wardlight.field.internal.Building.START;
import static org.wardlight.field.internal.Building.facility;
import static org.wardlight.field.internal.Building.point;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.Supervision;

/** Thousands of links wait for their turn to connect: who was not asked yet is not silent. */
final class SilenceAtStartTest {
  private final Building building = new Building();
  private final List<DeviceState> told = new ArrayList<>();

  private FieldComponent begin(int links) {
    Point[] points = new Point[2 * links];
    for (int i = 0; i < links; i++) {
      points[2 * i] = point(2 * i, CORD, "gateway-" + i, Supervision.NONE);
      points[2 * i + 1] = point(2 * i + 1, PRESENCE, "gateway-" + i, Supervision.NONE);
    }
    FieldComponent field = building.begin(facility(points));
    field.addDeviceObserver(
        new DeviceObserver() {
          @Override
          public void deviceChanged(DeviceState now) {
            told.add(now);
          }

          @Override
          public void linkChanged(LinkState now) {
            // This is about devices.
          }
        });
    return field;
  }

  private Building.FakeLink link(int number) {
    return building.link("gateway-" + number);
  }

  private List<DeviceState> silent() {
    return told.stream()
        .filter(d -> !d.answering() && d.reason() != QualityReason.NEVER_READ)
        .toList();
  }

  @Test
  void aDeviceThatWaitsForItsConnectionsTurnIsNotSilent() {
    int links = 2_000;
    int aSecond = 40;
    FieldComponent field = begin(links);
    assertThat(told).hasSize(links).allMatch(d -> !d.answering(), "nobody is covered by it yet");

    for (int i = 0; i < links; i++) {
      if (i % aSecond == 0) {
        building.time.advance(Duration.ofSeconds(1));
        for (int up = 0; up < i; up++) {
          link(up).sweep(0);
        }
      }
      link(i).connecting();
      link(i).up();
      link(i).sweep(0);
    }

    assertThat(silent()).isEmpty();
    assertThat(field.devices()).allMatch(DeviceState::answering);
  }

  // The attempt may take as long as the driver likes: it counts from its beginning.
  @Test
  void anEndpointThatIsDeadIsSilentSinceItsFirstAttemptToConnect() {
    begin(2);
    building.time.advance(Duration.ofSeconds(30));
    Instant tried = building.time.now();
    link(1).connecting();
    building.time.advance(Duration.ofSeconds(8));
    assertThat(silent()).isEmpty();
    link(1).down("connection refused");

    assertThat(silent())
        .extracting("device", "reason", "detail", "since")
        .containsOnly(
            tuple("gateway-1-io", QualityReason.DISCONNECTED, "connection refused", tried));
    building.time.advance(Duration.ofSeconds(10));
    link(1).down("no route");
    assertThat(silent()).extracting(DeviceState::since).containsOnly(tried);
  }

  @Test
  void aDeviceThatDoesNotAnswerWhenItIsAskedIsSilentSinceThen() {
    begin(1);
    building.time.advance(Duration.ofSeconds(20));
    link(0).connecting();
    link(0).up();
    building.time.advance(Duration.ofSeconds(1));
    Instant asked = building.time.now();
    link(0).bad(0, QualityReason.TIMEOUT);
    link(0).bad(1, QualityReason.TIMEOUT);

    assertThat(silent())
        .extracting("device", "reason", "since")
        .containsOnly(tuple("gateway-0-io", QualityReason.TIMEOUT, asked));
  }

  @Test
  void aLinkWhoseTurnDoesNotComeForAMinuteIsSaidToBeSilent() {
    begin(3);
    building.time.advance(SupervisedLink.LONGEST_UNTRIED.minusSeconds(5));
    link(0).connecting();
    link(0).up();
    link(0).sweep(0);
    assertThat(silent()).isEmpty();
    building.time.advance(Duration.ofSeconds(6));

    assertThat(silent())
        .extracting("device", "reason")
        .containsExactlyInAnyOrder(
            tuple("gateway-1-io", QualityReason.NOT_UPDATED),
            tuple("gateway-2-io", QualityReason.NOT_UPDATED));
    link(1).up();
    link(1).sweep(0);
    assertThat(told.get(told.size() - 1).answering()).isTrue();
  }

  // The backstop for a driver that itself hangs, as for points that were read before.
  @Test
  void aDeviceOfWhichADriverSaysNothingIsSilentThoughItsLinkIsUp() {
    begin(1);
    building.time.advance(Duration.ofSeconds(20));
    link(0).connecting();
    link(0).up();
    building.time.advance(SupervisedLink.LEAST_STALE_AFTER);
    assertThat(silent()).isEmpty();
    building.time.advance(Duration.ofSeconds(2));
    assertThat(silent())
        .extracting("device", "reason")
        .containsOnly(tuple("gateway-0-io", QualityReason.NOT_UPDATED));
  }

  // Its alarm stands since then and must not end because nobody has asked it yet.
  @Test
  void aDeviceThatWasSilentBeforeTheRestartIsSoWhileItWaits() {
    Instant fell = START.minusSeconds(600);
    building.kept.put("device gateway-0-io", new Kept(0, fell));
    building.kept.put("device gateway-1-io", new Kept(1, fell));
    begin(2);

    assertThat(silent())
        .extracting("device", "reason", "since")
        .containsExactly(tuple("gateway-0-io", QualityReason.RESTORED, fell));
    building.time.advance(Duration.ofSeconds(30));
    link(0).connecting();
    link(0).down("connection refused");
    assertThat(silent()).extracting(DeviceState::since).containsOnly(fell);
  }
}
