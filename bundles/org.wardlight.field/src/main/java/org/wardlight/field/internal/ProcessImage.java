package org.wardlight.field.internal;

import org.jspecify.annotations.Nullable;

/**
 * What is known of every point, by id. Read by every driver's thread without a lock: a change of
 * the facility puts another array in its place, in which points that stay have the same state.
 */
final class ProcessImage {
  private volatile @Nullable PointState[] byId = new @Nullable PointState[0];

  void replace(@Nullable PointState[] states) {
    byId = states;
  }

  /** Null if there is no such point, or no longer. */
  @Nullable PointState state(int id) {
    @Nullable PointState[] states = byId;
    return id >= 0 && id < states.length ? states[id] : null;
  }
}
