package org.wardlight.telemetry.internal;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;

/** Facilities of points p0, p1 … of these types. */
final class Points {
  static final Duration EVERY = Duration.ofSeconds(10);

  private Points() {}

  static Facility of(ValueType... types) {
    List<Point> points =
        IntStream.range(0, types.length).mapToObj(i -> point(i, types[i])).toList();
    return new Facility(
        "test",
        "Test",
        ZoneOffset.UTC,
        Locale.ENGLISH,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        points);
  }

  private static Point point(int id, ValueType type) {
    PointKind kind =
        new PointKind(
            "kind." + id, SpaceKind.BEDROOM, type, "", List.of(), false, false, null, EVERY);
    return new Point(
        id,
        "p" + id,
        kind,
        "ward",
        "101",
        "101/bedroom",
        "device",
        "connection",
        ScanClass.NORMAL,
        false,
        null,
        null,
        Map.of());
  }
}
