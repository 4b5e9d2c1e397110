package org.wardlight.driver.opcua.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;

/** Keeps what it is told, and notices being called twice at once. */
final class RecordingListener implements LinkListener {
  record Sample(
      double value, Quality quality, QualityReason reason, long sourceMicros, int count) {}

  final Map<Integer, Sample> last = new ConcurrentHashMap<>();
  final Map<Integer, String> texts = new ConcurrentHashMap<>();
  final List<LinkState> states = new CopyOnWriteArrayList<>();
  private final AtomicBoolean inside = new AtomicBoolean();
  volatile boolean calledTwiceAtOnce;

  @Override
  public void samples(SampleBatch batch) {
    enter();
    for (int i = 0; i < batch.size(); i++) {
      String text = batch.text(i);
      if (text != null) {
        texts.put(batch.point(i), text);
      }
      Sample was = last.get(batch.point(i));
      last.put(
          batch.point(i),
          new Sample(
              batch.value(i),
              batch.quality(i),
              batch.reason(i),
              batch.sourceMicros(i),
              was == null ? 1 : was.count() + 1));
    }
    inside.set(false);
  }

  @Override
  public void stateChanged(LinkState state) {
    enter();
    states.add(state);
    inside.set(false);
  }

  private void enter() {
    if (!inside.compareAndSet(false, true)) {
      calledTwiceAtOnce = true;
    }
  }

  @Nullable DriverFailure failure() {
    return states.isEmpty() ? null : states.get(states.size() - 1).failure();
  }

  LinkState.@Nullable Status status() {
    return states.isEmpty() ? null : states.get(states.size() - 1).status();
  }

  double value(int point) {
    Sample sample = last.get(point);
    return sample == null ? Double.NaN : sample.value();
  }

  @Nullable QualityReason reason(int point) {
    Sample sample = last.get(point);
    return sample == null ? null : sample.reason();
  }

  int count(int point) {
    Sample sample = last.get(point);
    return sample == null ? 0 : sample.count();
  }
}
