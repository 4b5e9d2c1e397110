package org.wardlight.api.rule;

/**
 * A whiteboard service that hears what rules conclude, on the ward's lane, in order; at
 * registration it is told everything that holds. Nothing is said of a ward until its points have
 * been read after a start (or have had their time), so that a restart ends nothing by mistake.
 */
@FunctionalInterface
public interface ConclusionListener {
  void concluded(ConclusionChange change);
}
