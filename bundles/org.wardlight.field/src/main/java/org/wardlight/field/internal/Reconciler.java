package org.wardlight.field.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/**
 * Brings outputs to what is wished of them and keeps them there. All work for one connection runs
 * on that connection's own lane; nothing here waits.
 */
final class Reconciler implements Outputs {
  /** How often outputs that are not yet confirmed are looked at again. */
  static final Duration TICK = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Clock clock;
  private final Map<Integer, Controlled> byPoint = new HashMap<>();
  private final Timers.Timer tick;

  Reconciler(List<SupervisedLink> links, Clock clock, Lanes lanes, Timers timers) {
    this.clock = clock;
    Map<SupervisedLink, Executor> executors = new HashMap<>();
    for (SupervisedLink link : links) {
      for (Point point : link.points()) {
        if (point.writable()) {
          Executor lane =
              executors.computeIfAbsent(link, l -> lanes.lane("connection:" + l.spec().id()));
          byPoint.put(
              point.id(), new Controlled(new ControlledOutput(point, clock.instant()), link, lane));
        }
      }
    }
    tick = timers.every(TICK, this::lookAgain);
  }

  void stop() {
    tick.cancel();
  }

  @Override
  public void wish(int point, Origin origin, double value, String why) {
    Controlled controlled = controlled(point);
    Point target = controlled.output.point();
    Double min = target.min();
    Double max = target.max();
    if (Double.isNaN(value) || (min != null && value < min) || (max != null && value > max)) {
      throw new IllegalArgumentException(
          target.name() + " takes " + min + " to " + max + ", not " + value);
    }
    controlled.lane.execute(
        () -> {
          controlled.output.wish(origin, value, why, clock.instant());
          controlled.reconcile();
        });
  }

  @Override
  public void withdraw(int point, Origin origin) {
    Controlled controlled = controlled(point);
    controlled.lane.execute(
        () -> {
          controlled.output.withdraw(origin, clock.instant());
          controlled.reconcile();
        });
  }

  @Override
  public OutputState state(int point) {
    return controlled(point).output.state();
  }

  private Controlled controlled(int point) {
    Controlled controlled = byPoint.get(point);
    if (controlled == null) {
      throw new IllegalArgumentException("point " + point + " is not writable");
    }
    return controlled;
  }

  /** The device reads back something new. */
  void changed(PointValue now) {
    Controlled controlled = byPoint.get(now.point().id());
    if (controlled != null) {
      controlled.look();
    }
  }

  private void lookAgain() {
    for (Controlled controlled : byPoint.values()) {
      if (!controlled.output.settled()) {
        controlled.look();
      }
    }
  }

  private final class Controlled {
    private final ControlledOutput output;
    private final SupervisedLink link;
    private final Executor lane;
    private final AtomicBoolean queued = new AtomicBoolean();

    Controlled(ControlledOutput output, SupervisedLink link, Executor lane) {
      this.output = output;
      this.link = link;
      this.lane = lane;
    }

    /** At most one look waits in the lane, however often the device changes. */
    void look() {
      if (queued.compareAndSet(false, true)) {
        lane.execute(
            () -> {
              queued.set(false);
              reconcile();
            });
      }
    }

    private void reconcile() {
      Point point = output.point();
      double value = output.next(link.value(point.id()), clock.instant());
      if (!Double.isNaN(value)) {
        link.write(point, value)
            .whenComplete((outcome, failure) -> lane.execute(() -> written(outcome, failure)));
      }
    }

    private void written(WriteOutcome outcome, Throwable failure) {
      if (failure == null) {
        output.written(outcome, clock.instant());
      } else {
        LOG.error("the driver failed to write {}", output.point().name(), failure);
        output.written(
            new WriteOutcome.Unknown(new DriverFailure.Malformed(String.valueOf(failure))),
            clock.instant());
      }
      link.refresh(output.point());
    }
  }
}
