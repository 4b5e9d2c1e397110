package org.wardlight.rules.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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
  private Queue<Object> ordered = new ArrayDeque<>();
  private Map<Object, Object> latest = new LinkedHashMap<>();
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
      if (latest.put(key, value) != null && !number) {
        merged++;
      }
    } else {
      ordered.add(value);
    }
  }

  synchronized void add(DeviceState state) {
    latest.put("device " + state.device(), state);
  }

  synchronized void add(LinkState state) {
    latest.put("link " + state.connection(), state);
  }

  /** Takes everything that waits, in order. */
  List<Object> drain() {
    Collection<Object> first;
    Collection<Object> then;
    synchronized (this) {
      first = ordered;
      then = latest.values();
      ordered = new ArrayDeque<>();
      latest = new LinkedHashMap<>();
    }
    List<Object> all = new ArrayList<>(first.size() + then.size());
    all.addAll(first);
    all.addAll(then);
    return all;
  }

  /** How many changes of booleans and states were replaced by a later one before they were seen. */
  synchronized long merged() {
    return merged;
  }
}
