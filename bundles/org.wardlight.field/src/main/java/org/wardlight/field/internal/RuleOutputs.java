package org.wardlight.field.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Desired;

/**
 * Turns what rules desire into wishes. If several rules desire different values of one output, the
 * greater wins: the same facts always light the same lamp, in whatever order the rules fired.
 */
@Component
public final class RuleOutputs implements ConclusionListener {
  private static final Logger LOG = LoggerFactory.getLogger(RuleOutputs.class);

  private final Outputs outputs;
  // Each ward's map is touched on that ward's lane only.
  private final Map<String, Map<Integer, Set<Desired>>> byWard = new ConcurrentHashMap<>();

  @Activate
  public RuleOutputs(@Reference Outputs outputs) {
    this.outputs = outputs;
  }

  @Override
  public void concluded(ConclusionChange change) {
    Map<Integer, Set<Desired>> desires =
        byWard.computeIfAbsent(change.ward(), w -> new HashMap<>());
    Set<Integer> touched = new HashSet<>();
    if (change.complete()) {
      touched.addAll(desires.keySet());
      desires.clear();
    }
    for (Conclusion ended : change.ended()) {
      if (ended instanceof Desired desired) {
        desires.getOrDefault(desired.point(), new HashSet<>()).remove(desired);
        touched.add(desired.point());
      }
    }
    for (Conclusion began : change.began()) {
      if (began instanceof Desired desired) {
        desires.computeIfAbsent(desired.point(), p -> new HashSet<>()).add(desired);
        touched.add(desired.point());
      }
    }
    touched.forEach(point -> wish(point, desires.getOrDefault(point, Set.of())));
  }

  private void wish(int point, Collection<Desired> desires) {
    try {
      desires.stream()
          .max(Comparator.comparingDouble(Desired::value))
          .ifPresentOrElse(
              best -> outputs.wish(point, Origin.RULE, best.value(), best.reason().key()),
              () -> outputs.withdraw(point, Origin.RULE));
    } catch (IllegalArgumentException e) {
      LOG.error("a rule desires what cannot be: {}", e.getMessage());
    }
  }
}
