package org.wardlight.rules.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.RuleProblem;

/** What is wrong with the rules: logged, and held as faults as soon as there is a desk for them. */
final class RuleFaults {
  /** A rule threw or fired without end; subject is {@code <ward>/<rule>}. */
  static final String FAILED = "rule.failed";

  /** The files in the rule directory are refused; subject is {@code rules}. */
  static final String REFUSED = "rules.refused";

  /** Too many threads are lost to rules that do not come back; subject is {@code rules}. */
  static final String STUCK = "rules.stuck";

  private static final String RULES = "rules";

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

  void failed(String ward, String rule, String why) {
    LOG.error("rule {} is in quarantine in {}: {}", rule, ward, why);
    hold(
        new Fault(FAILED, ward + "/" + rule),
        new Reason(FAILED, Map.of("rule", rule, "ward", ward, "cause", why)));
  }

  void works(String ward, String rule) {
    LOG.info("rule {} is tried again in {}: its file has changed", rule, ward);
    release(new Fault(FAILED, ward + "/" + rule));
  }

  /**
   * The files are refused.
   *
   * @param othersRun whether an earlier set runs on
   */
  void refused(List<RuleProblem> problems, boolean othersRun) {
    RuleProblem first = problems.get(0);
    hold(
        new Fault(REFUSED, RULES),
        new Reason(
            othersRun ? REFUSED : "rules.none",
            Map.of(
                "file", first.file(),
                "line", String.valueOf(first.line()),
                "scenario", first.scenario(),
                "cause", first.message(),
                "problems", String.valueOf(problems.size()))));
  }

  void accepted() {
    release(new Fault(REFUSED, RULES));
  }

  void stuck(int threads) {
    hold(new Fault(STUCK, RULES), new Reason(STUCK, Map.of("threads", String.valueOf(threads))));
  }

  void notStuck() {
    release(new Fault(STUCK, RULES));
  }

  private synchronized void release(Fault fault) {
    if (held.remove(fault) != null && desk != null) {
      desk.release(fault.kind(), fault.subject());
    }
  }

  private synchronized void hold(Fault fault, Reason reason) {
    if (!reason.equals(held.put(fault, reason)) && desk != null) {
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
