package org.wardlight.api.field;

/**
 * A whiteboard service that hears of every change of value or quality, and of nothing else. At
 * registration it is told the present value of every point first.
 *
 * <p>Called on the drivers' threads: for one point in order and never twice at once, for different
 * points concurrently. Hand the work to a lane and return; do not block, do not throw.
 */
@FunctionalInterface
public interface PointObserver {
  void changed(PointValue now);
}
