package org.wardlight.driver.modbus.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;

/** Keeps what a link says and notices when two calls come at once. */
final class Recorder implements LinkListener {
  /** One sample. */
  record Seen(int point, double value, Quality quality, QualityReason reason, long nanos) {}

  private final List<Seen> samples = new ArrayList<>();
  private final List<LinkState> states = new ArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean overlapped;

  @Override
  public void samples(SampleBatch batch) {
    enter();
    synchronized (this) {
      for (int i = 0; i < batch.size(); i++) {
        samples.add(
            new Seen(
                batch.point(i),
                batch.value(i),
                batch.quality(i),
                batch.reason(i),
                System.nanoTime()));
      }
    }
    inside.decrementAndGet();
  }

  @Override
  public void stateChanged(LinkState state) {
    enter();
    synchronized (this) {
      states.add(state);
    }
    inside.decrementAndGet();
  }

  private void enter() {
    overlapped |= inside.incrementAndGet() > 1;
  }

  boolean overlapped() {
    return overlapped;
  }

  synchronized List<Seen> of(int point) {
    return samples.stream().filter(s -> s.point() == point).toList();
  }

  synchronized List<LinkState.Status> states() {
    return states.stream().map(LinkState::status).toList();
  }

  /** How a point stood last: its value, or the reason why there is none; "nothing" before. */
  String last(int point) {
    List<Seen> seen = of(point);
    if (seen.isEmpty()) {
      return "nothing";
    }
    Seen last = seen.get(seen.size() - 1);
    return last.quality() == Quality.GOOD
        ? Double.toString(last.value())
        : last.reason().toString();
  }

  synchronized void forget() {
    samples.clear();
  }
}
