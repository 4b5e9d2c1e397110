package org.wardlight.rules.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.space.Ward;

/** What is wrong with the rules: logged, and held as faults as soon as there is a desk for them. */
final class RuleFaults {
  /** A rule threw or fired without end; subject is {@code <ward>/<rule>}. */
  static final String FAILED = "rule.failed";

  /** The rule directory cannot be used; subject is its first bad file. */
  static final String BROKEN = "rules.broken";

  private static final Logger LOG = LoggerFactory.getLogger(RuleFaults.class);

  private final Map<Fault, Reason> held = new LinkedHashMap<>();
  private @Nullable Faults desk;

  synchronized void connect(Faults faults) {
    desk = faults;
    held.forEach((fault, reason) -> faults.hold(fault.kind(), fault.subject(), reason));
  }

  synchronized void disconnect(Faults faults) {
    if (desk == faults) {
      desk = null;
    }
  }

  void failed(Ward ward, String rule, String why) {
    LOG.error("rule {} is in quarantine in {}: {}", rule, ward.id(), why);
    hold(
        new Fault(FAILED, ward.id() + "/" + rule),
        new Reason(FAILED, Map.of("rule", rule, "ward", ward.id(), "cause", why)));
  }

  void broken(RuleSetException failure) {
    LOG.error("no rule runs, the rule directory cannot be used:\n{}", failure.getMessage());
    RuleSetException.Problem first = failure.problems().get(0);
    hold(
        new Fault(BROKEN, first.file()),
        new Reason(
            BROKEN,
            Map.of(
                "file", first.file(),
                "line", String.valueOf(first.line()),
                "cause", first.message())));
  }

  private synchronized void hold(Fault fault, Reason reason) {
    held.put(fault, reason);
    if (desk != null) {
      desk.hold(fault.kind(), fault.subject(), reason);
    }
  }

  /** Ends every fault: the rules stop, or others take their place. */
  synchronized void releaseAll() {
    if (desk != null) {
      for (Fault fault : held.keySet()) {
        desk.release(fault.kind(), fault.subject());
      }
    }
    held.clear();
  }

  private record Fault(String kind, String subject) {}
}
