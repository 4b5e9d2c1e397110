package org.wardlight.api.field;

import java.time.Instant;
import java.util.Map;

/**
 * Keeps the value and since of safety points across restarts. Provided by the store.
 *
 * <p>{@code save} returns at once; what was saved is on disk within 100 ms. Of several saves of one
 * point only the last need be written.
 */
public interface PointStates {
  /** The kept states by name; read once at start. */
  Map<String, Kept> load();

  /**
   * Keeps a state.
   *
   * @param pointName a point's, or what the field layer keeps beside points, whose names hold a
   *     space: no point's does
   */
  void save(String pointName, Kept state);

  /** A value, never NaN, and when it began. */
  record Kept(double value, Instant since) {}
}
