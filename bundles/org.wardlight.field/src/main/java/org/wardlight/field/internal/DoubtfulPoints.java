package org.wardlight.field.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;

/**
 * The supervised points of one link: asks after their neighbours and makes one technical alarm of
 * each doubt that lasts. Used under the link's lock but for {@link #ask}.
 */
final class DoubtfulPoints {
  /** A doubt that ends sooner is shown with the point, but is no alarm. */
  static final Duration GRACE = Duration.ofSeconds(10);

  static final String CHATTERING = "sensor.chattering";
  static final String STUCK = "sensor.stuck";
  static final String NEIGHBOUR_FAILED = "sensor.neighbour-failed";

  private static final long GRACE_MICROS = GRACE.toNanos() / 1_000;

  private final FieldFaults faults;
  private volatile List<PointState> watched = List.of();

  DoubtfulPoints(FieldFaults faults) {
    this.faults = faults;
  }

  /** Answers from anywhere in the facility. */
  @FunctionalInterface
  interface Neighbours {
    /**
     * The first of these points that is not to be trusted or says that it failed; empty if none.
     */
    String failed(Set<String> names);
  }

  /** Those points of the link that are supervised. */
  List<PointState> watched() {
    return watched;
  }

  void follow(Set<PointState> before, List<PointState> now) {
    watched = now.stream().filter(point -> point.watch() != null).toList();
    Set<PointState> gone = new HashSet<>(before);
    watched.forEach(gone::remove);
    gone.forEach(faults::release);
  }

  /** Asks without the link's lock, for the neighbours may belong to other links. */
  void ask(Neighbours neighbours) {
    for (PointState point : watched) {
      PointWatch watch = point.watch();
      if (watch != null && !watch.neighbours().isEmpty()) {
        watch.neighbourFailed(neighbours.failed(watch.neighbours()));
      }
    }
  }

  /** The point's reason was another before. */
  void moved(PointState point, QualityReason before) {
    boolean onlyUnusable = before == QualityReason.NEIGHBOUR_FAILED && neighbourFails(point);
    if (!kind(before).isEmpty() && !onlyUnusable) {
      faults.release(point);
    }
  }

  private static boolean neighbourFails(PointState point) {
    PointWatch watch = point.watch();
    return watch != null && !watch.failedNeighbour().isEmpty();
  }

  void check(PointState point, PointWatch watch, long now) {
    if (!point.read()) {
      // What was said of its neighbour goes on until that is in order: values that come and go
      // would else make an alarm each time.
      if (!neighbourFails(point)) {
        faults.release(point);
      }
      return;
    }
    String kind = kind(point.reason());
    // Of a heartbeat that stands still the device's own alarm tells.
    boolean heartbeat = point.point().kind().id().equals(DeviceBoard.HEARTBEAT);
    if (kind.isEmpty()
        || (heartbeat && kind.equals(STUCK))
        || now - point.qualitySinceMicros() < GRACE_MICROS) {
      return;
    }
    Point where = point.point();
    Instant since = Instant.EPOCH.plus(point.qualitySinceMicros(), ChronoUnit.MICROS);
    boolean neighbour = kind.equals(NEIGHBOUR_FAILED);
    faults.hold(
        point,
        kind,
        neighbour ? watch.failedNeighbour() : where.name(),
        neighbour
            ? Map.of("neighbour", watch.failedNeighbour(), "since", since.toString())
            : FieldFaults.about(where, since));
  }

  private static String kind(QualityReason reason) {
    return switch (reason) {
      case CHATTERING -> CHATTERING;
      case STUCK -> STUCK;
      case NEIGHBOUR_FAILED -> NEIGHBOUR_FAILED;
      case NONE, NEVER_READ, RESTORED, DISCONNECTED, TIMEOUT, REJECTED -> "";
      case MALFORMED, UNSUPPORTED, OUT_OF_RANGE, NOT_UPDATED, DEVICE_REPORTED -> "";
    };
  }
}
