package org.wardlight.driver.opcua.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.time.Ticker;

/** Hands values to the listener. Used on the link's queue only. */
final class Delivery {
  private final LinkListener listener;
  private final Clock clock;
  private final Ticker ticker;
  private final SampleBatch batch = new SampleBatch(64);

  Delivery(LinkListener listener, Clock clock, Ticker ticker) {
    this.listener = listener;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** What the subscription reported of nodes of this watch. */
  void notified(Watch watch, List<Watch.Node> nodes, List<DataValue> values) {
    long now = ticker.nanos();
    begin();
    for (int i = 0; i < nodes.size(); i++) {
      Watch.Node node = nodes.get(i);
      if (node.watch == watch) {
        node.notifiedNanos = now;
        node.saw(values.get(i));
        NodeValues.add(batch, node.point, values.get(i));
      }
    }
    send();
  }

  /**
   * What a read answered. A node that has reported since the read was sent is left out: the answer
   * may be older than the report.
   */
  void read(List<Watch.Node> nodes, List<DataValue> values, long sentNanos) {
    begin();
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).saw(values.get(i));
      if (nodes.get(i).notifiedNanos - sentNanos <= 0) {
        NodeValues.add(batch, nodes.get(i).point, values.get(i));
      }
    }
    send();
  }

  /** Points that there is no way to read. */
  void unreadable(Watch watch) {
    begin();
    for (Watch.Node node : watch.nodes()) {
      if (node.accepted == null) {
        batch.addBad(node.point.id(), QualityReason.REJECTED);
      }
    }
    for (Point point : watch.withoutAddress()) {
      batch.addBad(point.id(), QualityReason.UNSUPPORTED);
    }
    send();
  }

  private void begin() {
    batch.begin(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
  }

  private void send() {
    if (batch.size() > 0) {
      listener.samples(batch);
    }
  }
}
