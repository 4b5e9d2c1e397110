package org.wardlight.field.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.api.time.Timers;

/**
 * What people hold by hand: on disk first, then wished of the output, until it ends. Ends are
 * compared with the clock and not timed, so that a restart prolongs none.
 */
final class ManualOverrides implements Overrides {
  private static final int LONGEST_REASON = 200;
  private static final Logger LOG = LoggerFactory.getLogger(ManualOverrides.class);

  private final FieldServices field;
  private final OverrideStore store;
  private final Reconciler outputs;
  private final Map<String, ManualOverride> held = new TreeMap<>();

  /** On its way to disk: for each point the last one that was asked for. */
  private final Map<String, ManualOverride> asked = new HashMap<>();

  private final Timers.Timer expiry;
  private Facility facility;

  /** Goes on with what was held before the restart. */
  ManualOverrides(FieldServices field, OverrideStore store, Reconciler outputs, Facility facility) {
    this.field = field;
    this.store = store;
    this.outputs = outputs;
    this.facility = facility;
    Instant now = field.clock().instant();
    for (ManualOverride override : store.load()) {
      held.put(override.point(), notLaterThan(now, override));
    }
    follow(facility);
    expiry = field.timers().every(Reconciler.TICK, this::expire);
  }

  /** One that a wrong clock put into the future lasts as long as it was meant to, from now. */
  private static ManualOverride notLaterThan(Instant now, ManualOverride override) {
    return !override.from().isAfter(now)
        ? override
        : new ManualOverride(
            override.point(),
            override.value(),
            override.owner(),
            override.reason(),
            now,
            now.plus(Duration.between(override.from(), override.until())));
  }

  void stop() {
    expiry.cancel();
  }

  /** Lets go of outputs that are gone or no longer take the value. */
  synchronized void follow(Facility now) {
    facility = now;
    for (ManualOverride override : List.copyOf(held.values())) {
      if (problem(now.point(override.point()), override.value()) == null) {
        hold(override);
      } else {
        LOG.warn("the override of {} ends: there is no such output any more", override.point());
        end(override);
      }
    }
    expire();
  }

  @Override
  public CompletionStage<Outcome> override(
      int point, double value, String owner, Instant until, String reason) {
    Instant now = field.clock().instant();
    ManualOverride override;
    synchronized (this) {
      Outcome.Refused problem = problem(facility.point(point), value);
      if (problem == null) {
        problem = problem(Duration.between(now, until), reason);
      }
      if (problem != null) {
        return CompletableFuture.completedFuture(problem);
      }
      override = new ManualOverride(named(point), value, owner, reason.strip(), now, until);
      if (ManualOverride.residents(owner) && heldByStaff(override.point())) {
        return CompletableFuture.completedFuture(
            new Outcome.Refused(Refusal.HELD_BY_STAFF, override.point()));
      }
      asked.put(override.point(), override);
    }
    return store.put(override).handle((done, failure) -> kept(override, failure));
  }

  private boolean heldByStaff(String point) {
    ManualOverride now = asked.getOrDefault(point, held.get(point));
    return now != null && !ManualOverride.residents(now.owner());
  }

  private String named(int point) {
    Point known = facility.point(point);
    return known == null ? "" : known.name();
  }

  private Outcome kept(ManualOverride override, @Nullable Throwable failure) {
    synchronized (this) {
      asked.remove(override.point(), override);
    }
    if (failure != null) {
      return new Outcome.Refused(Refusal.NOT_SAVED, String.valueOf(failure.getMessage()));
    }
    synchronized (this) {
      Outcome.Refused gone = problem(facility.point(override.point()), override.value());
      if (gone != null) {
        end(override);
        return gone;
      }
      held.put(override.point(), override);
      hold(override);
    }
    LOG.info("{} is held at {} until {}", override.point(), override.value(), override.until());
    return new Outcome.Held(override);
  }

  private static Outcome.@Nullable Refused problem(@Nullable Point point, double value) {
    if (point == null || !Reconciler.allowed(point)) {
      return new Outcome.Refused(
          Refusal.NOT_AN_OUTPUT, point == null ? "no such point" : point.name());
    }
    String refusal = ControlledOutput.refusal(point, value);
    return refusal.isEmpty() ? null : new Outcome.Refused(Refusal.OUT_OF_BOUNDS, refusal);
  }

  private static Outcome.@Nullable Refused problem(Duration length, String reason) {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      return new Outcome.Refused(
          Refusal.BAD_EXPIRY, "from " + SHORTEST + " to " + LONGEST + ", not " + length);
    }
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return new Outcome.Refused(Refusal.NO_REASON, "1 to " + LONGEST_REASON + " characters");
    }
    return null;
  }

  @Override
  public synchronized boolean release(int point, String user) {
    ManualOverride override = held.get(named(point));
    if (override == null) {
      return false;
    }
    LOG.info("{} is no longer held, {} released it", override.point(), user);
    end(override);
    return true;
  }

  @Override
  public synchronized List<ManualOverride> overrides() {
    return List.copyOf(held.values());
  }

  private synchronized void expire() {
    Instant now = field.clock().instant();
    for (ManualOverride override : List.copyOf(held.values())) {
      if (!now.isBefore(override.until())) {
        LOG.info("the override of {} has ended", override.point());
        end(override);
      }
    }
  }

  private void hold(ManualOverride override) {
    Point point = facility.point(override.point());
    if (point != null) {
      outputs.wish(
          point.id(), Origin.MANUAL, override.value(), override.owner() + ": " + override.reason());
    }
  }

  private void end(ManualOverride override) {
    held.remove(override.point());
    Point point = facility.point(override.point());
    if (point != null) {
      outputs.withdraw(point.id(), Origin.MANUAL);
    }
    store
        .remove(override.point())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the end of the override of {} was not recorded; after a restart it is held"
                        + " again until {}: {}",
                    override.point(),
                    override.until(),
                    failure.getMessage());
              }
            });
  }
}
