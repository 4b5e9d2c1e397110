package org.wardlight.api.rule;

import java.time.Instant;

/**
 * Fact: a safety input is not read; its quality is STALE or BAD. Absent while it is better.
 *
 * @param point the point's id
 * @param kind the point's kind
 * @param cause a {@link org.wardlight.api.point.QualityReason} in words
 * @param since when it ceased to be read
 */
public record SensorFault(
    int point, String kind, String room, String space, String device, String cause, Instant since) {
  public int getPoint() {
    return point;
  }

  public String getKind() {
    return kind;
  }

  public String getRoom() {
    return room;
  }

  public String getSpace() {
    return space;
  }

  public String getDevice() {
    return device;
  }

  public String getCause() {
    return cause;
  }

  public Instant getSince() {
    return since;
  }
}
