package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.ValueType;

/**
 * What waits for a ward's lane. Changes of booleans and states keep their order; of numbers,
 * devices and links only the latest waits. Beyond its capacity booleans and states, too, keep only
 * their latest change. Thread-safe.
 */
final class WardInputs {
  private final int capacity;
  private List<Object> ordered = new ArrayList<>();
  // Made when it is needed: where the ward keeps up, most inputs come one by one.
  private Map<Object, Object> latest = Map.of();
  private long merged;

  /**
   * An empty queue.
   *
   * @param capacity how many changes of booleans and states may wait in order
   */
  WardInputs(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(PointValue value) {
    Integer key = value.point().id();
    boolean number = value.point().kind().type() == ValueType.NUMBER;
    // Once a point has a change among the latest, its next one must not overtake it.
    if (number || ordered.size() >= capacity || latest.containsKey(key)) {
      if (put(key, value) != null && !number) {
        merged++;
      }
    } else {
      ordered.add(value);
    }
  }

  synchronized void add(DeviceState state) {
    put("device " + state.device(), state);
  }

  synchronized void add(LinkState state) {
    put("link " + state.connection(), state);
  }

  private @Nullable Object put(Object key, Object input) {
    if (latest.isEmpty()) {
      latest = new LinkedHashMap<>();
    }
    return latest.put(key, input);
  }

  /** Takes everything that waits, in order. */
  synchronized List<Object> drain() {
    if (ordered.isEmpty() && latest.isEmpty()) {
      return List.of();
    }
    List<Object> all = ordered;
    ordered = new ArrayList<>();
    if (!latest.isEmpty()) {
      all.addAll(latest.values());
      latest = Map.of();
    }
    return all;
  }

  /** How many changes of booleans and states were replaced by a later one before they were seen. */
  synchronized long merged() {
    return merged;
  }
}
