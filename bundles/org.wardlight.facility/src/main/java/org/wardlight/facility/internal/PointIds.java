package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.space.Facility;

/**
 * Gives ids to the points of each facility that comes into force: a point that means the same keeps
 * its own, any other gets one that was never used. Begins anew when the server starts.
 */
final class PointIds {
  /** Four times what 10,000 rooms have; arrays of this size still fit. */
  static final int LIMIT = 1_000_000;

  private int next;

  /** Begins with the first facility, whose ids stay. */
  PointIds(Facility first) {
    next = first.pointIdBound();
  }

  /**
   * The facility that was read, with ids that go on from those in force; null if there are no more.
   */
  @Nullable Facility carry(Facility inForce, Facility read) {
    List<Point> points = new ArrayList<>();
    List<Point> fresh = new ArrayList<>();
    for (Point point : read.points()) {
      Point was = inForce.point(point.name());
      if (was != null && meansTheSame(was, point)) {
        points.add(point.withId(was.id()));
      } else {
        fresh.add(point);
      }
    }
    if (fresh.size() > LIMIT - next) {
      return null;
    }
    points.sort(Comparator.comparingInt(Point::id));
    for (Point point : fresh) {
      points.add(point.withId(next++));
    }
    return read.withPoints(points);
  }

  /** Where it is read and how it is watched may change. */
  static boolean meansTheSame(Point a, Point b) {
    return a.name().equals(b.name())
        && meansTheSame(a.kind(), b.kind())
        && a.ward().equals(b.ward())
        && a.room().equals(b.room())
        && a.space().equals(b.space())
        && a.device().equals(b.device())
        && a.connection().equals(b.connection())
        && a.writable() == b.writable();
  }

  private static boolean meansTheSame(PointKind a, PointKind b) {
    PointKind recordedAlike =
        new PointKind(
            b.id(),
            b.space(),
            b.type(),
            b.unit(),
            b.states(),
            b.safety(),
            b.output(),
            b.raises(),
            a.recordEvery());
    return a.equals(recordedAlike);
  }
}
