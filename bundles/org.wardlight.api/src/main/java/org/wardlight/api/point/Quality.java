package org.wardlight.api.point;

/** How far a value can be believed. */
public enum Quality {
  /** Read from the device within its scan period. */
  GOOD,
  /** The device delivers it, but something makes it doubtful. */
  UNCERTAIN,
  /** The last known value; it has not been confirmed for longer than it should. */
  STALE,
  /** There is no usable value; the number beside it is the last known one, or NaN. */
  BAD
}
