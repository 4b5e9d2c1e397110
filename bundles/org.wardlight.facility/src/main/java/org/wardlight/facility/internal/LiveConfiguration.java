package org.wardlight.facility.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.space.ConfigurationEntry;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.ConfigurationOutcome;
import org.wardlight.api.space.ConfigurationOutcome.Applied;
import org.wardlight.api.space.ConfigurationOutcome.Failed;
import org.wardlight.api.space.ConfigurationOutcome.Good;
import org.wardlight.api.space.ConfigurationOutcome.NoSuchEntry;
import org.wardlight.api.space.ConfigurationOutcome.Refused;
import org.wardlight.api.space.ConfigurationOutcome.Unchanged;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityChange;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Timers;
import org.wardlight.facility.internal.HistoryFiles.Restoring;

/**
 * The configuration in force. Looks at the files every second; when they have changed and are quiet
 * again, they are read, compared and, if they are valid, put in force as a whole. All of this
 * happens on one worker.
 */
final class LiveConfiguration implements FacilitySource, ConfigurationHistory {
  /** Also how long the files must have been the same before they are read. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);
  private static final int PROBLEMS_LOGGED = 50;

  private final Supplier<Layout> where;
  private final HistoryFiles history;
  private final Clock clock;
  private final Executor worker;
  private final Announcements announcements;
  private final LimitDesk limits;
  private final PointIds ids;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** What the files say; {@link #facility} has what people changed on top of it. */
  private volatile Facility read;

  private volatile Facility facility;
  private volatile List<ConfigurationEntry> entries;
  private volatile List<ConfigurationProblem> problems;

  // Of the worker alone.
  private String digest;
  private @Nullable Unkept unkept;
  private Snapshot.@Nullable Marks seen;
  private Snapshot.@Nullable Marks settled;
  private boolean troubled;

  /** An entry that could not be written yet. */
  private record Unkept(ConfigurationEntry entry, Snapshot files) {}

  private LiveConfiguration(
      Supplier<Layout> where,
      HistoryFiles history,
      Clock clock,
      Executor worker,
      Announcements announcements,
      LimitDesk limits,
      Facility first,
      StartUp.Choice choice) {
    this.where = where;
    this.history = history;
    this.clock = clock;
    this.worker = worker;
    this.announcements = announcements;
    this.limits = limits;
    read = first;
    facility = limits.over(first, choice.limits());
    ids = new PointIds(first);
    digest = choice.files().digest();
    settled = choice.settled();
    problems = choice.problems();
    entries = history.entries();
    List<HistoryFiles.Kept> kept = history.all();
    if (kept.isEmpty() || !kept.get(0).digest().equals(digest)) {
      keep(choice.files(), choice.who(), choice.restored(), sinceLast(first, kept));
    }
  }

  /**
   * Begins with what the files say, or with the last good configuration.
   *
   * @return null if there is neither; every problem has then been logged
   */
  static @Nullable LiveConfiguration begin(
      Supplier<Layout> where,
      HistoryFiles history,
      Clock clock,
      Executor worker,
      Announcements announcements,
      LimitDesk limits)
      throws IOException {
    Layout layout = where.get();
    StartUp.Choice choice = new StartUp(layout, history, clock).choose();
    logProblems(choice.problems());
    Facility first = choice.facility();
    if (first == null) {
      LOG.error(
          "{} is not valid: {} problems; nothing was in force before",
          layout.place(Layout.FACILITY),
          choice.problems().size());
      return null;
    }
    if (!choice.problems().isEmpty()) {
      LOG.error(
          "{} is not valid: {} problems. Configuration {}, the last good one, is in force",
          layout.place(Layout.FACILITY),
          choice.problems().size(),
          choice.restored());
    }
    LiveConfiguration live =
        new LiveConfiguration(where, history, clock, worker, announcements, limits, first, choice);
    limits.open(live::force);
    LOG.info(
        "facility {}: {} wards, {} devices, {} points; configuration {}",
        first.id(),
        first.wards().size(),
        first.devices().size(),
        first.points().size(),
        live.entries.get(0).number());
    return live;
  }

  /** Looks at the files from now on, until the timer is cancelled. */
  Timers.Timer watch(Timers timers) {
    return timers.every(
        LOOK_EVERY,
        () -> {
          if (looking.compareAndSet(false, true)) {
            try {
              worker.execute(this::look);
            } catch (RejectedExecutionException e) {
              // Much is asked of the worker; the next look is a second away.
              looking.set(false);
            }
          }
        });
  }

  @Override
  public Facility current() {
    return facility;
  }

  @Override
  public List<ConfigurationEntry> entries() {
    return entries;
  }

  @Override
  public List<ConfigurationProblem> problems() {
    return problems;
  }

  @Override
  public CompletionStage<ConfigurationOutcome> check() {
    return onWorker(
        () -> {
          Layout layout = where.get();
          Snapshot files = Snapshot.take(layout);
          if (files.digest().equals(digest)) {
            return new Unchanged();
          }
          FacilityReadout readout = FacilityReader.read(layout, files);
          Facility found = readout.facility();
          return found == null
              ? new Refused(readout.problems())
              : new Good(FacilityChange.between(read, found));
        });
  }

  @Override
  public CompletionStage<ConfigurationOutcome> apply(String who) {
    return onWorker(
        () -> {
          Layout layout = where.get();
          return put(layout, Snapshot.take(layout), who, 0);
        });
  }

  @Override
  public CompletionStage<ConfigurationOutcome> rollBack(int number, String who) {
    return onWorker(
        () -> {
          Snapshot old = history.files(number);
          if (old == null) {
            return new NoSuchEntry(number);
          }
          Layout layout = where.get();
          Snapshot present = Snapshot.take(layout);
          Snapshot wanted = WriteBack.wanted(layout, present, old);
          FacilityReadout readout = FacilityReader.read(layout, wanted);
          if (readout.facility() == null) {
            return new Refused(readout.problems());
          }
          history.beginRestoring(new Restoring(number, who), present);
          WriteBack writing;
          try {
            writing = WriteBack.prepare(layout, present, wanted);
          } catch (IOException e) {
            history.endRestoring();
            throw e;
          }
          writing.commit();
          ConfigurationOutcome outcome = put(layout, wanted, who, number);
          history.endRestoring();
          return outcome;
        });
  }

  private CompletionStage<ConfigurationOutcome> onWorker(Callable<ConfigurationOutcome> task) {
    CompletableFuture<ConfigurationOutcome> outcome = new CompletableFuture<>();
    try {
      worker.execute(() -> outcome.complete(guarded(task)));
    } catch (RejectedExecutionException e) {
      outcome.complete(new Failed("too much is asked for at once: try again"));
    }
    return outcome.minimalCompletionStage();
  }

  private static ConfigurationOutcome guarded(Callable<ConfigurationOutcome> task) {
    try {
      return task.call();
    } catch (Exception e) {
      LOG.error("the configuration could not be changed", e);
      return new Failed(e.toString());
    }
  }

  /** One look at the files. */
  void look() {
    try {
      if (history.restoring() != null) {
        finishRestoring();
      } else {
        lookAtFiles();
      }
      keepAgain();
      limits.look();
      if (!problems.isEmpty()) {
        announcements.refused(problems);
      }
      troubled = false;
    } catch (Exception e) {
      if (!troubled) {
        LOG.error("the configuration cannot be looked after; trying again each second", e);
      }
      troubled = true;
    } finally {
      looking.set(false);
    }
  }

  private void lookAtFiles() {
    Layout layout = where.get();
    Snapshot.Marks now = Snapshot.marks(layout);
    if (now.equals(settled)) {
      return;
    }
    if (!now.equals(seen)) {
      seen = now; // perhaps still being written
      return;
    }
    Snapshot files = Snapshot.take(layout);
    if (Snapshot.marks(layout).equals(now)) {
      settled = now;
      var unused = put(layout, files, FILES, 0);
    }
  }

  /** Ends a roll-back that the server's end, or a full disk, interrupted. */
  private void finishRestoring() throws IOException {
    Restoring begun = Objects.requireNonNull(history.restoring());
    Snapshot old = history.files(begun.number());
    // The entry may have left the history; then it had been applied, and so had been written.
    if (old != null) {
      Layout layout = where.get();
      Snapshot present = Snapshot.take(layout);
      Snapshot wanted = WriteBack.wanted(layout, present, old);
      WriteBack.prepare(layout, present, wanted).commit();
      var unused = put(layout, wanted, begun.who(), begun.number());
    }
    history.endRestoring();
    LOG.info("configuration {} is written back", begun.number());
  }

  /** Reads these files and puts them in force, or refuses them. */
  private ConfigurationOutcome put(Layout layout, Snapshot files, String who, int restored) {
    if (files.digest().equals(digest)) {
      accept();
      return new Unchanged();
    }
    FacilityReadout readout = FacilityReader.read(layout, files);
    Facility found = readout.facility();
    if (found == null) {
      return refuse(readout.problems());
    }
    Facility now = ids.carry(read, found);
    if (now == null) {
      return refuse(
          List.of(
              new ConfigurationProblem(
                  layout.place(Layout.FACILITY).toString(),
                  1,
                  1,
                  "too many points came and went since the server started: restart it")));
    }
    FacilityChange change = FacilityChange.between(read, now);
    read = now;
    digest = files.digest();
    force(limits.over(now, readout.limits()));
    accept();
    ConfigurationEntry entry = keep(files, who, restored, change);
    LOG.info(
        "configuration {} of {} is in force: {}", entry.number(), entry.who(), entry.summary());
    return new Applied(entry, change);
  }

  private void force(Facility now) {
    Facility before = facility;
    facility = now;
    announcements.changed(before, now);
  }

  private void accept() {
    if (!problems.isEmpty()) {
      LOG.info("the configuration is valid again");
    }
    problems = List.of();
    announcements.accepted();
  }

  private ConfigurationOutcome refuse(List<ConfigurationProblem> found) {
    problems = found;
    logProblems(found);
    LOG.error(
        "the changed configuration is refused: {} problems. The one before stays in force",
        found.size());
    announcements.accepted(); // so that the alarm tells of the present problems
    announcements.refused(found);
    return new Refused(found);
  }

  private static void logProblems(List<ConfigurationProblem> problems) {
    problems.stream().limit(PROBLEMS_LOGGED).forEach(problem -> LOG.error("{}", problem));
  }

  /** What changed while the server was not running. */
  private @Nullable FacilityChange sinceLast(Facility now, List<HistoryFiles.Kept> kept) {
    if (kept.isEmpty()) {
      return null;
    }
    Snapshot files = history.files(kept.get(0).entry().number());
    Facility last = files == null ? null : FacilityReader.read(where.get(), files).facility();
    return last == null ? null : FacilityChange.between(last, now);
  }

  private ConfigurationEntry keep(
      Snapshot files, String who, int restored, @Nullable FacilityChange change) {
    ConfigurationEntry entry =
        new ConfigurationEntry(
            history.next(),
            clock.instant(),
            who,
            restored,
            change == null ? "all of it" : change.summary(),
            change == null ? List.of() : change.lines());
    List<ConfigurationEntry> all = new ArrayList<>(history.entries());
    all.add(0, entry);
    entries = List.copyOf(all);
    unkept = new Unkept(entry, files);
    try {
      keepAgain();
    } catch (IOException e) {
      LOG.warn("configuration {} is in force but not in the history: {}", entry.number(), e);
    }
    return entry;
  }

  private void keepAgain() throws IOException {
    Unkept waiting = unkept;
    if (waiting != null) {
      history.add(waiting.entry(), waiting.files());
      unkept = null;
      entries = history.entries();
    }
  }
}
