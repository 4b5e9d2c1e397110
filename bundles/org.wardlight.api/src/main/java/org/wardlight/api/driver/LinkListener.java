package org.wardlight.api.driver;

import org.wardlight.api.point.SampleBatch;

/**
 * Receives what a link has to say, on the driver's threads, never two calls of one link at once.
 * Implementations return at once and do not throw.
 */
public interface LinkListener {
  /**
   * New samples, changed or not. The batch may be read during this call only. Every point that is
   * watched is delivered at least every ten seconds or at its scan period if that is longer: the
   * listener takes longer silence for a driver that stands still. Samples of points that are no
   * longer watched, and whatever arrives after the link was closed, are ignored.
   */
  void samples(SampleBatch batch);

  /**
   * The link's state changed. The listener itself marks the link's points when it goes down. A link
   * that lets others connect first says CONNECTING when its own first attempt begins: silence is
   * counted from then.
   */
  void stateChanged(LinkState state);
}
