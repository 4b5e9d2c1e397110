package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

/** What cannot be read in time is known before anything is asked. */
class ScanLoadTest {
  private static final String TCP = "modbus-tcp://10.0.0.7";
  private static final String RTU_OVER_TCP = "modbus-rtu-tcp://10.0.0.7";
  private static final String LINE = "modbus-rtu:///dev/ttyUSB0";

  private static List<String> overload(
      String endpoint, Map<String, Object> options, List<Point> points) {
    ConnectionSpec spec = new ConnectionSpec("gateway", URI.create(endpoint), options);
    LinkOptions settings = LinkOptions.of(spec);
    return ScanLoad.overload(ScanPlan.of(points, settings.limits()), settings);
  }

  /** One block of so many registers for each unit. */
  private static List<Point> units(int units, ScanClass scan, int registers) {
    List<Point> points = new ArrayList<>();
    for (int unit = 1; unit <= units; unit++) {
      for (int register = 0; register < registers; register++) {
        points.add(point(points.size(), scan, at(unit, "holding-register", register, "uint16")));
      }
    }
    return points;
  }

  @Test
  void fiftyRequestsOfFiveMillisecondsFitInto250AndOneMoreDoesNot() {
    assertThat(overload(TCP, Map.of(), units(50, ScanClass.SAFETY, 10))).isEmpty();
    assertThat(overload(TCP, Map.of(), units(51, ScanClass.SAFETY, 10)))
        .singleElement()
        .asString()
        .contains("51 requests of scan class safety", "at least 255 ms", "every 250 ms");
  }

  @Test
  void blocksCountAndNotPoints() {
    assertThat(overload(TCP, Map.of(), units(5, ScanClass.SAFETY, 100))).isEmpty();
  }

  @Test
  void severalInFlightShareTheTime() {
    List<Point> points = units(180, ScanClass.SAFETY, 1);
    assertThat(overload(TCP, Map.of("in-flight", 1), points)).hasSize(1);
    assertThat(overload(TCP, Map.of("in-flight", 4), points)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10, false", "30, true"})
  void aPauseIsPartOfEachRequest(int pauseMillis, boolean tooMuch) {
    Map<String, Object> options = Map.of("pause", Duration.ofMillis(pauseMillis));
    assertThat(overload(RTU_OVER_TCP, options, units(10, ScanClass.SAFETY, 1)))
        .hasSize(tooMuch ? 1 : 0);
  }

  // 13 + 2 x 10 characters of 11 bits take 38 ms at 9,600 baud; 3.5 of silence 4 ms.
  @Test
  void onALineTheBytesTakeTheirTime() {
    List<Point> points = units(6, ScanClass.SAFETY, 10);
    assertThat(overload(LINE, Map.of("baud", 9_600), points))
        .singleElement()
        .asString()
        .contains("6 requests of scan class safety", "at least 280 ms", "baud");
    assertThat(overload(LINE, Map.of("baud", 19_200), points)).isEmpty();
  }

  @Test
  void otherPeriodsCount() {
    List<Point> points = units(80, ScanClass.SAFETY, 1);
    Map<String, Object> slower = Map.of("scan", Map.of("safety", Duration.ofMillis(500)));
    assertThat(overload(TCP, Map.of(), points)).hasSize(1);
    assertThat(overload(TCP, slower, points)).isEmpty();
  }

  @Test
  void whatIsReadMoreOftenLeavesLessForTheRest() {
    List<Point> points = new ArrayList<>(units(40, ScanClass.SAFETY, 1));
    assertThat(overload(TCP, Map.of(), points)).as("80 % of the time").isEmpty();
    List<Point> more = units(60, ScanClass.NORMAL, 1);
    assertThat(overload(TCP, Map.of(), more)).as("alone").isEmpty();
    points.addAll(more);
    assertThat(overload(TCP, Map.of(), points))
        .singleElement()
        .asString()
        .contains("60 requests of scan class normal", "at least 300 ms", "every 1000 ms", "80 %");
  }

  @Test
  void ofSeveralClassesTheMostUrgentOneIsNamed() {
    List<Point> points = new ArrayList<>(units(60, ScanClass.SAFETY, 1));
    points.addAll(units(60, ScanClass.NORMAL, 1));
    assertThat(overload(TCP, Map.of(), points))
        .singleElement()
        .asString()
        .contains("of scan class safety");
  }

  @Test
  void nothingIsNoLoad() {
    assertThat(overload(TCP, Map.of(), List.of())).isEmpty();
  }
}
