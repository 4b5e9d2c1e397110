package org.wardlight.api.field;

/** The process image: the last known value of every point. Thread-safe. */
public interface PointTable {
  /** What is known of the point with this id. */
  PointValue value(int point);
}
