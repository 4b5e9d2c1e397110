package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
    assertThat(options.place()).isEqualTo(new LinkOptions.Host("10.0.0.7", 502));
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.inFlight()).isEqualTo(1);
    assertThat(options.pause()).isZero();
    assertThat(options.periods()).containsEntry(ScanClass.SAFETY, Duration.ofMillis(250));
    assertThat(options.limits()).isEqualTo(new BlockLimits(8, 32, 120, 1_000, List.of()));
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
    assertThat(options.place()).isEqualTo(new LinkOptions.Host("::1", 15_021));
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
        .hasMessage("connection gw: option in-flight must be a whole number from 1 to 16, not 17");
    assertThatThrownBy(() -> of(endpoint, Map.of("timeout", "1s"))).hasMessageContaining("1min");
    assertThatThrownBy(() -> of(endpoint, Map.of("time-out", 1))).hasMessageContaining("pause");
    assertThatThrownBy(() -> of(endpoint, Map.of("scan", Map.of("fast", Duration.ofSeconds(1)))))
        .hasMessageContaining("normal, safety, slow");
    assertThatThrownBy(() -> of("modbus-tcp:h", Map.of())).hasMessageContaining("host:port");
  }

  @Test
  void aSerialLineHasTheStandardsSettingsUnlessItSaysOtherwise() {
    LinkOptions options = of("modbus-rtu:///dev/ttyUSB0", Map.of());
    LinkOptions.Line line =
        new LinkOptions.Line("/dev/ttyUSB0", 19_200, 8, LinkOptions.Parity.EVEN, 1);
    assertThat(options.place()).isEqualTo(line);
    assertThat(options.rtu()).isTrue();
    // 3.5 characters of 11 bits.
    assertThat(options.pause()).isEqualTo(Duration.ofNanos(2_005_208));
    assertThat(of("modbus-rtu:///dev/ttyS1", Map.of("baud", 9_600, "parity", "none")).place())
        .isEqualTo(new LinkOptions.Line("/dev/ttyS1", 9_600, 8, LinkOptions.Parity.NONE, 1));
    assertThatThrownBy(() -> of("modbus-rtu:///dev/ttyS1?baud=9600", Map.of()))
        .hasMessageContaining("options");
    assertThatThrownBy(() -> of("modbus-rtu:///dev/ttyS1", Map.of("in-flight", 2)))
        .hasMessageContaining("in-flight is not known")
        .hasMessageContaining("baud");
    assertThatThrownBy(() -> of("modbus-rtu-tcp://h:1", Map.of("baud", 9_600)))
        .hasMessageContaining("baud is not known");
  }

  @Test
  void whoComesBackIsConnectedWithinFiveSecondsWhateverTheJitter() {
    Backoff backoff = new Backoff(new Random(1));
    for (long nominal : new long[] {250, 500, 1_000, 2_000, 2_800, 2_800}) {
      assertThat(backoff.next().toMillis()).isBetween(nominal * 8 / 10, nominal * 12 / 10);
    }
    backoff.reset();
    assertThat(backoff.next().toMillis()).isBetween(200L, 300L);
    // The last of the attempt's packets leaves after one second, the next attempt starts then.
    assertThat(
            Backoff.GREATEST.toMillis() * 12 / 10
                + SocketTransport.CONNECT_TIMEOUT.toMillis()
                - 1_000)
        .isLessThan(5_000);
  }
}
