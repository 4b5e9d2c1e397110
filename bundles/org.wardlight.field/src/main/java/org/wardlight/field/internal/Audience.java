package org.wardlight.field.internal;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.telemetry.SampleRecorder;

/** Who hears of one link. One that throws harms nobody else. Used under the link's lock. */
final class Audience {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private final List<PointObserver> points = new ArrayList<>();
  private final List<DeviceObserver> devices = new ArrayList<>();
  private final List<SampleRecorder> recorders = new ArrayList<>();

  void add(PointObserver observer) {
    points.add(observer);
  }

  void remove(PointObserver observer) {
    points.remove(observer);
  }

  void add(DeviceObserver observer) {
    devices.add(observer);
  }

  void remove(DeviceObserver observer) {
    devices.remove(observer);
  }

  void addRecorder(SampleRecorder recorder) {
    recorders.add(recorder);
  }

  void removeRecorder(SampleRecorder recorder) {
    recorders.remove(recorder);
  }

  void tell(PointValue now) {
    for (int i = 0; i < points.size(); i++) {
      tell(points.get(i), now);
    }
  }

  void tell(DeviceState now) {
    for (DeviceObserver observer : devices) {
      tell(observer, now);
    }
  }

  void tell(LinkState now) {
    for (DeviceObserver observer : devices) {
      tell(observer, now);
    }
  }

  void record(SampleBatch batch) {
    for (int i = 0; i < recorders.size(); i++) {
      SampleRecorder recorder = recorders.get(i);
      guarded(() -> recorder.record(batch));
    }
  }

  static void tell(PointObserver observer, PointValue now) {
    guarded(() -> observer.changed(now));
  }

  static void tell(DeviceObserver observer, DeviceState now) {
    guarded(() -> observer.deviceChanged(now));
  }

  static void tell(DeviceObserver observer, LinkState now) {
    guarded(() -> observer.linkChanged(now));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("an observer of the field failed", e);
    }
  }
}
