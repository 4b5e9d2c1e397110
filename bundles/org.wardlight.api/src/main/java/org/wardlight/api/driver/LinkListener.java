package org.wardlight.api.driver;

import org.wardlight.api.point.SampleBatch;

/**
 * Receives what a link has to say, on the driver's threads, never two calls of one link at once.
 * Implementations return at once and do not throw.
 */
public interface LinkListener {
  /** New samples, changed or not. The batch may be read during this call only. */
  void samples(SampleBatch batch);

  /** The link's state changed. The listener itself marks the link's points when it goes down. */
  void stateChanged(LinkState state);
}
