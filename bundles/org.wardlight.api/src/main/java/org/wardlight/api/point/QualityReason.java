package org.wardlight.api.point;

/** Why a quality is not {@link Quality#GOOD}. */
public enum QualityReason {
  /** Goes with GOOD only. */
  NONE,
  /** Nothing was read since the point was configured. */
  NEVER_READ,
  /** The value before the last restart, not yet confirmed by the device. */
  RESTORED,
  /** The connection is down. */
  DISCONNECTED,
  /** The device did not answer in time. */
  TIMEOUT,
  /** The device refused the request (Modbus exception, OPC UA bad status). */
  REJECTED,
  /** The answer could not be understood. */
  MALFORMED,
  /** The driver cannot read such an address. */
  UNSUPPORTED,
  /** The value lies outside the bounds that the device type states. */
  OUT_OF_RANGE,
  /** No sample arrived for longer than the point's scan class allows. */
  NOT_UPDATED,
  /** It changes more often than its supervision allows. */
  CHATTERING,
  /** It has not changed for longer than is plausible. */
  STUCK,
  /** Another point on which this one depends has failed. */
  NEIGHBOUR_FAILED,
  /** The device itself reports the value as faulty or substituted. */
  DEVICE_REPORTED
}
