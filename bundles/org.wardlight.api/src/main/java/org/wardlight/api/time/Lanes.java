package org.wardlight.api.time;

import java.util.concurrent.Executor;

/**
 * The serial lanes: tasks of one lane run one after the other, in the order given, never two at
 * once, on a small shared pool. All safety logic of a ward runs on the lane named by the ward's id.
 */
public interface Lanes {
  /** The lane for what concerns no single ward (stores, connections of several wards). */
  String FACILITY = "facility";

  /**
   * The lane with this name, made at first use.
   *
   * <p>Tasks must be short and must not block. A task that throws is logged and counted; the lane
   * goes on. A lane holds a bounded number of waiting tasks; beyond it {@code execute} throws
   * {@link java.util.concurrent.RejectedExecutionException} and the loss is counted.
   */
  Executor lane(String name);
}
