package org.wardlight.facility.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.time.Lanes;

/**
 * Limits that people changed, on top of what the files say: on disk first, then in force, then in
 * the journal, which may have to wait until it works. All changes happen on the worker of {@link
 * LiveConfiguration}.
 */
final class LimitDesk implements CareLimits {
  /** A change does not count: its file is damaged, or the value no longer fits. */
  static final String IGNORED = "limits.ignored";

  private static final int LONGEST_REASON = 500;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Logger LOG = LoggerFactory.getLogger(LimitDesk.class);

  private final LimitsFile file;
  private final Clock clock;
  private final Executor worker;
  private final LimitRecorder recorder;
  private final StandingFault ignored;

  private volatile ChangedLimits changed = ChangedLimits.NONE;
  private volatile PlanLimits plans = PlanLimits.NONE;
  private volatile @Nullable Facility read;

  // Of the worker alone.
  private String damaged = "";
  private String unfit = "";
  private Consumer<Facility> force = facility -> {};
  private ChangedLimits onDisk;
  private boolean troubled;

  /**
   * Reads what was changed before the start.
   *
   * @param journal null while there is none
   * @param faults null while there is nobody to tell faults to
   */
  LimitDesk(
      LimitsFile file,
      Clock clock,
      Executor worker,
      Supplier<@Nullable Journal> journal,
      Supplier<@Nullable Faults> faults) {
    this.file = file;
    this.clock = clock;
    this.worker = worker;
    recorder = new LimitRecorder(journal);
    ignored = new StandingFault(IGNORED, "limits", faults);
    try {
      changed = file.read().notLaterThan(clock.instant());
    } catch (IOException e) {
      LOG.error("the changed limits of residents do not count: {}", e.getMessage());
      damaged = String.valueOf(e.getMessage());
    }
    onDisk = changed;
  }

  /** Changes come into force through this from now on. */
  void open(Consumer<Facility> through) {
    force = through;
  }

  /** The facility of the files with what people changed. */
  Facility over(Facility files, PlanLimits limits) {
    read = files;
    plans = limits;
    unfit = "";
    ChangedLimits now = changed;
    return now.held().isEmpty() ? files : Residents.each(files, one -> over(one, now.of(one.id())));
  }

  /** All at once, for some belong together; else those that fit. */
  private Resident over(Resident resident, Map<String, Change> changes) {
    CarePlan plan = resident.plan();
    try {
      plan = plans.changed(plan, values(changes));
    } catch (IllegalArgumentException all) {
      for (Change change : changes.values()) {
        try {
          plan = plans.changed(plan, Map.of(change.limit(), change.to()));
        } catch (IllegalArgumentException one) {
          unfit = "%s of %s: %s".formatted(change.limit(), resident.id(), one.getMessage());
          LOG.error("a changed limit does not count: {}", unfit);
        }
      }
    }
    return new Resident(resident.id(), resident.name(), resident.level(), plan);
  }

  private static Map<String, String> values(Map<String, Change> changes) {
    Map<String, String> values = new TreeMap<>();
    changes.forEach((limit, change) -> values.put(limit, change.to()));
    return values;
  }

  // --- looking

  @Override
  public List<Limit> limits(String resident) {
    Residents.Found found = find(resident);
    return found == null ? List.of() : plans.limits(found.resident().plan(), changed.of(resident));
  }

  @Override
  public List<Change> changes(String resident) {
    List<Change> changes = new ArrayList<>();
    for (Change change : changed.history()) {
      if (change.resident().equals(resident)) {
        changes.add(0, change);
      }
    }
    return changes;
  }

  @Override
  public CarePlan tried(String resident, Map<String, String> values) {
    Residents.Found found = find(resident);
    if (found == null) {
      throw new IllegalArgumentException("there is no resident " + resident);
    }
    for (String limit : unknown(values.keySet())) {
      throw new IllegalArgumentException(
          "there is no limit " + limit + DidYouMean.among(limit, plans.names()));
    }
    Map<String, String> next = new TreeMap<>(values(changed.of(resident)));
    next.putAll(values);
    try {
      return plans.changed(found.resident().plan(), next);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          resident + ", " + String.join(", ", values.keySet()) + ": " + e.getMessage(), e);
    }
  }

  // --- changing

  @Override
  public CompletionStage<Outcome> change(
      String resident,
      Map<String, String> values,
      String who,
      String reason,
      @Nullable Duration length) {
    return onWorker(
        () -> {
          Residents.Found found = find(resident);
          Outcome refused = refusal(found, values.keySet(), reason);
          if (refused == null && length != null && outOfBounds(length)) {
            refused =
                new Outcome.Refused(
                    Refusal.BAD_EXPIRY, "from " + SHORTEST + " to " + LONGEST + ", not " + length);
          } else if (refused == null && values.isEmpty()) {
            refused = new Outcome.Refused(Refusal.BAD_VALUE, "no limit is named");
          }
          if (refused != null || found == null) {
            return Objects.requireNonNull(refused);
          }
          CarePlan files = found.resident().plan();
          Map<String, String> present = new TreeMap<>(values(changed.of(resident)));
          Map<String, String> next = new TreeMap<>(present);
          next.putAll(values);
          Map<String, String> settings;
          try {
            settings = plans.changed(files, next).settings();
          } catch (IllegalArgumentException e) {
            return new Outcome.Refused(Refusal.BAD_VALUE, String.valueOf(e.getMessage()));
          }
          Instant now = clock.instant();
          List<Change> changes = new ArrayList<>();
          for (String limit : new TreeSet<>(values.keySet())) {
            changes.add(
                new Change(
                    now,
                    resident,
                    limit,
                    present.getOrDefault(limit, byDefault(files, limit)),
                    settings.getOrDefault(limit, ""),
                    who,
                    reason,
                    length == null ? null : now.plus(length),
                    false));
          }
          return keep(resident, changes, true);
        });
  }

  private static boolean outOfBounds(Duration length) {
    return length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0;
  }

  @Override
  public CompletionStage<Outcome> reset(
      String resident, Set<String> limits, String who, String reason) {
    return onWorker(
        () -> {
          Residents.Found found = find(resident);
          Outcome refused = refusal(found, limits, reason);
          if (refused != null || found == null) {
            return Objects.requireNonNull(refused);
          }
          List<Change> changes = new ArrayList<>();
          Map<String, Change> rest = changed.of(resident);
          for (Change change : List.copyOf(rest.values())) {
            if (limits.isEmpty() || limits.contains(change.limit())) {
              changes.add(ended(change, who, reason));
              rest.remove(change.limit());
            }
          }
          try {
            CarePlan unused = plans.changed(found.resident().plan(), values(rest));
          } catch (IllegalArgumentException e) {
            return new Outcome.Refused(Refusal.BAD_VALUE, String.valueOf(e.getMessage()));
          }
          return changes.isEmpty()
              ? new Outcome.Done(limits(resident))
              : keep(resident, changes, false);
        });
  }

  private static String byDefault(CarePlan files, String limit) {
    return files.settings().getOrDefault(limit, "");
  }

  private Change ended(Change change, String by, String reason) {
    Residents.Found found = find(change.resident());
    return new Change(
        clock.instant(),
        change.resident(),
        change.limit(),
        change.to(),
        found == null ? "" : byDefault(found.resident().plan(), change.limit()),
        by,
        reason,
        null,
        false);
  }

  private Outcome.@Nullable Refused refusal(
      Residents.@Nullable Found found, Set<String> limits, String reason) {
    if (found == null) {
      return new Outcome.Refused(Refusal.NO_SUCH_RESIDENT, "");
    }
    Set<String> unknown = unknown(limits);
    if (!unknown.isEmpty()) {
      return new Outcome.Refused(Refusal.NO_SUCH_LIMIT, String.join(", ", unknown));
    }
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return new Outcome.Refused(Refusal.NO_REASON, "1 to " + LONGEST_REASON + " characters");
    }
    return damaged.isEmpty() ? null : new Outcome.Refused(Refusal.NOT_SAVED, damaged);
  }

  private Set<String> unknown(Set<String> limits) {
    Set<String> unknown = new TreeSet<>(limits);
    unknown.removeIf(plans::has);
    return unknown;
  }

  private Residents.@Nullable Found find(String resident) {
    Facility files = read;
    return files == null ? null : Residents.find(files, resident);
  }

  /**
   * Brings about what a person asked for.
   *
   * @param hold whether the changes count from now on, rather than what the files say
   */
  private Outcome keep(String resident, List<Change> changes, boolean hold) {
    ChangedLimits next = changed.with(changes, hold);
    try {
      file.write(next);
    } catch (IOException e) {
      LOG.warn("limits were not changed, for they cannot be kept: {}", e.toString());
      return new Outcome.Refused(Refusal.NOT_SAVED, String.valueOf(e.getMessage()));
    }
    onDisk = next;
    count(next, changes);
    record();
    return new Outcome.Done(limits(resident));
  }

  private void count(ChangedLimits next, List<Change> changes) {
    changed = next;
    for (Change c : changes) {
      LOG.info(
          "{} of {}: {} instead of {}, by {}", c.limit(), c.resident(), c.to(), c.from(), c.by());
    }
    Facility files = read;
    if (files != null) {
      force.accept(over(files, plans));
    }
  }

  /** Once a second: what has expired, what is not yet recorded, what cannot count. */
  void look() {
    List<Change> expired = changed.expired(clock.instant());
    if (!expired.isEmpty()) {
      // Ends whether or not the disk takes it: after a restart it has expired as well.
      List<Change> ends = expired.stream().map(change -> ended(change, EXPIRY, "")).toList();
      count(changed.with(ends, false), ends);
    }
    record();
    String problem = damaged.isEmpty() ? unfit : damaged;
    if (problem.isEmpty()) {
      ignored.release();
    } else {
      ignored.hold(Map.of("problem", problem));
    }
  }

  private void record() {
    List<Change> done = recorder.done();
    if (!done.isEmpty()) {
      changed = changed.recorded(done);
    }
    if (!changed.equals(onDisk)) {
      try {
        file.write(changed);
        onDisk = changed;
        troubled = false;
      } catch (IOException e) {
        if (!troubled) {
          LOG.warn("the changed limits cannot be kept; trying again each second: {}", e.toString());
        }
        troubled = true;
      }
    }
    recorder.begin(
        changed.unrecorded(),
        this::event,
        () -> {
          try {
            worker.execute(this::record);
          } catch (RejectedExecutionException e) {
            LOG.debug("the worker is busy or gone; the next look is a second away");
          }
        });
  }

  private AlarmEvent event(Change c) {
    Residents.Found found = find(c.resident());
    return new AlarmEvent.LimitChanged(
        c.at(),
        found == null ? Lanes.FACILITY : found.ward(),
        c.resident(),
        c.limit(),
        c.from(),
        c.to(),
        c.by(),
        c.reason(),
        c.until());
  }

  private CompletionStage<Outcome> onWorker(Supplier<Outcome> task) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    try {
      worker.execute(
          () -> {
            try {
              outcome.complete(task.get());
            } catch (RuntimeException e) {
              LOG.error("limits could not be changed", e);
              outcome.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      outcome.complete(
          new Outcome.Refused(Refusal.NOT_SAVED, "too much is asked for at once: try again"));
    }
    return outcome.minimalCompletionStage();
  }
}
