package org.wardlight.facility.internal;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;

/** A fault that is said to whoever is the alarm desk, also if it comes later. For one thread. */
final class StandingFault {
  private final String kind;
  private final String subject;
  private final Supplier<@Nullable Faults> faults;
  private @Nullable Faults told;

  /**
   * Does not hold yet.
   *
   * @param faults null while there is nobody to tell
   */
  StandingFault(String kind, String subject, Supplier<@Nullable Faults> faults) {
    this.kind = kind;
    this.subject = subject;
    this.faults = faults;
  }

  /** To be said again and again while it holds. */
  void hold(Map<String, String> args) {
    Faults desk = faults.get();
    if (desk != null && desk != told) {
      desk.hold(kind, subject, new Reason(kind, args));
    }
    told = desk;
  }

  void release() {
    if (told != null) {
      told.release(kind, subject);
      told = null;
    }
  }
}
