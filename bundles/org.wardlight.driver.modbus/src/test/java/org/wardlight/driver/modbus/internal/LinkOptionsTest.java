package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ScanClass;

class LinkOptionsTest {
  private static LinkOptions of(String endpoint, Map<String, Object> options) {
    return LinkOptions.of(new ConnectionSpec("gw", URI.create(endpoint), options));
  }

  @Test
  void withoutOptionsTheDefaultsHold() {
    LinkOptions options = of("modbus-tcp://10.0.0.7", Map.of());
    assertThat(options.port()).isEqualTo(502);
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.inFlight()).isEqualTo(1);
    assertThat(options.pause()).isZero();
    assertThat(options.periods()).containsEntry(ScanClass.SAFETY, Duration.ofMillis(250));
    assertThat(options.limits()).isEqualTo(new ScanPlan.BlockLimits(8, 32, 120, 1_000));
  }

  @Test
  void everyOptionIsTaken() {
    LinkOptions options =
        of(
            "modbus-tcp://[::1]:15021",
            Map.of(
                "timeout",
                Duration.ofMillis(300),
                "in-flight",
                4,
                "scan",
                Map.of("slow", Duration.ofMinutes(1))));
    assertThat(options.host()).isEqualTo("::1");
    assertThat(options.inFlight()).isEqualTo(4);
    assertThat(options.periods())
        .containsEntry(ScanClass.SLOW, Duration.ofMinutes(1))
        .containsEntry(ScanClass.NORMAL, Duration.ofSeconds(1));
  }

  @Test
  void mistakesAreNamedWithWhatWouldBeRight() {
    String endpoint = "modbus-tcp://h:1";
    assertThatThrownBy(() -> of(endpoint, Map.of("in-flight", 17)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connection gw: option in-flight must be 1 to 16, not 17");
    assertThatThrownBy(() -> of(endpoint, Map.of("timeout", "1s"))).hasMessageContaining("1min");
    assertThatThrownBy(() -> of(endpoint, Map.of("time-out", 1))).hasMessageContaining("pause");
    assertThatThrownBy(() -> of(endpoint, Map.of("scan", Map.of("fast", Duration.ofSeconds(1)))))
        .hasMessageContaining("safety, normal and slow");
    assertThatThrownBy(() -> of("modbus-tcp:h", Map.of())).hasMessageContaining("host:port");
  }

  @Test
  void delaysBetweenConnectsDoubleWithJitterUpToFiveSeconds() {
    Backoff backoff = new Backoff(new Random(1));
    for (long nominal : new long[] {250, 500, 1_000, 2_000, 4_000, 5_000, 5_000}) {
      assertThat(backoff.next().toMillis())
          .isBetween(nominal * 8 / 10, Math.min(5_000, nominal * 12 / 10));
    }
    backoff.reset();
    assertThat(backoff.next().toMillis()).isBetween(200L, 300L);
  }
}
