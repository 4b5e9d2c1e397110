package org.wardlight.api.driver;

import org.wardlight.api.point.QualityReason;

/** Why a driver could not do what it was asked. The detail is for people: what, where. */
public sealed interface DriverFailure {
  String detail();

  /** The reason that samples carry when this failure hits them. */
  QualityReason reason();

  /** No connection could be made, or it broke. */
  record Unreachable(String detail) implements DriverFailure {
    @Override
    public QualityReason reason() {
      return QualityReason.DISCONNECTED;
    }
  }

  /** Connected, but no answer in time. */
  record Timeout(String detail) implements DriverFailure {
    @Override
    public QualityReason reason() {
      return QualityReason.TIMEOUT;
    }
  }

  /**
   * The device answered with a refusal.
   *
   * @param code the protocol's own code, "exception 2" or "Bad_NodeIdUnknown"
   */
  record Rejected(String code, String detail) implements DriverFailure {
    @Override
    public QualityReason reason() {
      return QualityReason.REJECTED;
    }
  }

  /** The answer breaks the protocol. */
  record Malformed(String detail) implements DriverFailure {
    @Override
    public QualityReason reason() {
      return QualityReason.MALFORMED;
    }
  }

  /** The driver or the device does not offer it. */
  record Unsupported(String detail) implements DriverFailure {
    @Override
    public QualityReason reason() {
      return QualityReason.UNSUPPORTED;
    }
  }
}
