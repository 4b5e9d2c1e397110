package org.wardlight.api.rule;

import java.time.Instant;

/**
 * Fact: whether a device answers. One per device.
 *
 * @param reason a {@link org.wardlight.api.point.QualityReason} in words; NONE while it answers,
 *     NEVER_READ as long as it was not asked: then it is not silent
 */
public record DeviceFacts(
    String device,
    String connection,
    String room,
    boolean answering,
    String reason,
    String detail,
    Instant since) {
  public String getDevice() {
    return device;
  }

  public String getConnection() {
    return connection;
  }

  public String getRoom() {
    return room;
  }

  public boolean isAnswering() {
    return answering;
  }

  public String getReason() {
    return reason;
  }

  public String getDetail() {
    return detail;
  }

  public Instant getSince() {
    return since;
  }
}
