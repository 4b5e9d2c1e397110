package org.wardlight.field.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.Point;

/**
 * What is wrong in the field, held as technical alarms as soon as there is a desk for them. Several
 * may suffer from the same fault: it is told once, and released with the last of them.
 */
final class FieldFaults {
  private final Map<Object, Fault> bySufferer = new LinkedHashMap<>();
  private final Map<Fault, Reason> reasons = new LinkedHashMap<>();
  private final Map<Fault, Integer> sufferers = new HashMap<>();
  private @Nullable Faults desk;

  /** What a reason says of a point; more may be added. */
  static Map<String, String> about(Point point, Instant since) {
    Map<String, String> words = new HashMap<>();
    words.put("point", point.name());
    words.put("kind", point.kind().id());
    words.put("room", point.room());
    words.put("since", since.toString());
    return words;
  }

  synchronized void connect(Faults faults) {
    desk = faults;
    reasons.forEach((fault, reason) -> faults.hold(fault.kind(), fault.subject(), reason));
  }

  synchronized void disconnect(Faults faults) {
    if (desk == faults) {
      desk = null;
    }
  }

  /**
   * The fault holds for this sufferer, and no other does.
   *
   * @param sufferer told apart by identity
   */
  synchronized void hold(Object sufferer, String kind, String subject, Map<String, String> args) {
    Fault fault = new Fault(kind, subject);
    if (fault.equals(bySufferer.get(sufferer))) {
      return;
    }
    release(sufferer);
    bySufferer.put(sufferer, fault);
    if (sufferers.merge(fault, 1, Integer::sum) == 1) {
      Reason reason = new Reason(kind, args);
      reasons.put(fault, reason);
      if (desk != null) {
        desk.hold(kind, subject, reason);
      }
    }
  }

  /** Nothing is wrong with it any more. */
  synchronized void release(Object sufferer) {
    Fault fault = bySufferer.remove(sufferer);
    if (fault != null && sufferers.merge(fault, -1, Integer::sum) == 0) {
      sufferers.remove(fault);
      reasons.remove(fault);
      if (desk != null) {
        desk.release(fault.kind(), fault.subject());
      }
    }
  }

  private record Fault(String kind, String subject) {}
}
