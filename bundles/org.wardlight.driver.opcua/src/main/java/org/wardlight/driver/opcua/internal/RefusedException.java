package org.wardlight.driver.opcua.internal;

import org.wardlight.api.driver.DriverFailure;

/** No session can be had, and why: from this side or by the server's own words. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient DriverFailure failure;

  RefusedException(DriverFailure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  RefusedException(String code, String detail) {
    this(new DriverFailure.Rejected(code, detail));
  }

  DriverFailure failure() {
    return failure;
  }
}
