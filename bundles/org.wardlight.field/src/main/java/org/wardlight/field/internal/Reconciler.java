package org.wardlight.field.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.OutputState.Status;
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

  static final String MISMATCH = "output.mismatch";
  static final String REFUSED = "output.refused";

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final FieldServices field;
  private final Clock clock;
  private final Lanes lanes;
  private final Timers.Timer tick;
  private volatile Map<Integer, Controlled> byPoint = Map.of();

  Reconciler(FieldServices field, Lanes lanes) {
    this.field = field;
    this.lanes = lanes;
    clock = field.clock();
    tick = field.timers().every(TICK, this::lookAgain);
  }

  void stop() {
    tick.cancel();
  }

  /** Points are others now; what is wished of those that stay goes on. */
  void follow(Collection<Point> points) {
    Map<Integer, Controlled> before = byPoint;
    Map<Integer, Controlled> now = new TreeMap<>();
    for (Point point : points) {
      PointState state = field.image().state(point.id());
      if (state != null && allowed(point)) {
        Controlled known = before.get(point.id());
        if (known == null) {
          known = new Controlled(point, state);
        } else {
          known.output.become(point, clock.instant());
          known.look();
        }
        now.put(point.id(), known);
      }
    }
    byPoint = now;
    before.forEach(
        (id, controlled) -> {
          if (!now.containsKey(id)) {
            controlled.output.forget(clock.instant());
          }
        });
  }

  /** The list of what may be written: outputs by their kind that the device type makes writable. */
  static boolean allowed(Point point) {
    return point.writable() && point.kind().output();
  }

  @Override
  public void wish(int point, Origin origin, double value, String why) {
    Controlled controlled = controlled(point);
    String refusal = ControlledOutput.refusal(controlled.output.point(), value);
    if (!refusal.isEmpty()) {
      throw new IllegalArgumentException(refusal);
    }
    controlled.output.wish(origin, value, why, clock.instant());
    controlled.look();
  }

  @Override
  public void withdraw(int point, Origin origin) {
    Controlled controlled = byPoint.get(point);
    if (controlled != null) {
      controlled.output.withdraw(origin, clock.instant());
      controlled.look();
    }
  }

  @Override
  public double wished(int point, Origin origin) {
    return controlled(point).output.wished(origin);
  }

  @Override
  public OutputState state(int point) {
    return controlled(point).output.state();
  }

  /** All outputs, by ascending id. */
  List<OutputState> states() {
    return byPoint.values().stream().map(controlled -> controlled.output.state()).toList();
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
    private final PointState point;
    private final Executor lane;
    private final AtomicBoolean queued = new AtomicBoolean();

    Controlled(Point described, PointState point) {
      this.point = point;
      output = new ControlledOutput(described, clock.instant(), this::statusChanged);
      lane = lanes.lane("connection:" + described.connection());
    }

    /** At most one look waits in the lane, however often the device changes. */
    void look() {
      if (queued.compareAndSet(false, true)) {
        try {
          lane.execute(
              () -> {
                queued.set(false);
                reconcile();
              });
        } catch (RejectedExecutionException e) {
          // The lane is full and said so; the next tick looks again.
          queued.set(false);
        }
      }
    }

    private void reconcile() {
      double value = output.next(point.current(), clock.instant());
      if (!Double.isNaN(value)) {
        point.owner().write(output.point(), value).whenComplete(this::written);
      }
    }

    private void written(@Nullable WriteOutcome outcome, @Nullable Throwable failure) {
      if (outcome != null) {
        output.written(outcome, clock.instant());
      } else {
        LOG.error("the driver failed to write {}", output.point().name(), failure);
        output.written(
            new WriteOutcome.Unknown(new DriverFailure.Malformed(String.valueOf(failure))),
            clock.instant());
      }
      // What it reads back, or the next tick, has the output looked at again.
      point.owner().refresh(output.point());
    }

    private void statusChanged(OutputState now) {
      if (now.status() == Status.MISMATCH || now.status() == Status.REFUSED) {
        Point where = output.point();
        Map<String, String> words = FieldFaults.about(where, now.since());
        words.put("detail", now.detail());
        field
            .faults()
            .hold(
                output, now.status() == Status.MISMATCH ? MISMATCH : REFUSED, where.name(), words);
      } else {
        field.faults().release(output);
      }
    }
  }
}
