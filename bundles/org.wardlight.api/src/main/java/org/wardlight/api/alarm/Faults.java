package org.wardlight.api.alarm;

/**
 * How a part of the server says that something is broken: a technical alarm that ends by itself
 * when it is released. Provided by the alarm desk. Thread-safe; never blocks.
 */
public interface Faults {
  /** Says that this fault holds. Repeating it changes nothing. */
  void hold(String kind, String subject, Reason reason);

  /** Says that it no longer holds. */
  void release(String kind, String subject);
}
