package org.wardlight.rules.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.Rehearsals;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.TriedPlans;
import org.wardlight.api.telemetry.History;

/** Rehearsals one after the other, on a thread that takes breaks. */
final class RehearsalDesk implements Rehearsals {
  private static final Logger LOG = LoggerFactory.getLogger(RehearsalDesk.class);

  private final Path directory;
  private final Supplier<@Nullable RuleSet> running;
  private final Supplier<Facility> facility;
  private final Supplier<@Nullable TriedPlans> plans;
  private final Supplier<@Nullable History> history;
  private final Clock clock;
  private final ThreadPoolExecutor thread;
  private final Deque<Job> jobs = new ArrayDeque<>();
  private long count;

  RehearsalDesk(
      Path directory,
      Supplier<@Nullable RuleSet> running,
      Supplier<Facility> facility,
      Supplier<@Nullable TriedPlans> plans,
      Supplier<@Nullable History> history,
      Clock clock) {
    this.directory = directory;
    this.running = running;
    this.facility = facility;
    this.plans = plans;
    this.history = history;
    this.clock = clock;
    thread =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RehearsalDesk::newThread);
    thread.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable task) {
    Thread made = new Thread(task, "wl-rehearsal");
    made.setDaemon(true);
    return made;
  }

  @Override
  public synchronized String start(Request request) {
    if (request.to().isAfter(clock.instant())) {
      throw new IllegalArgumentException("the range must not reach into the future");
    }
    if (request.files().isEmpty() && request.limits().isEmpty() && !request.pending()) {
      throw new IllegalArgumentException("there is nothing to try out: no file, no limit");
    }
    RuleSet now = running.get();
    History samples = history.get();
    if (now == null || samples == null) {
      throw new IllegalStateException(
          now == null ? "no rules run to compare with" : "there is no telemetry to play");
    }
    if (jobs.stream().filter(Job::open).count() >= MOST) {
      throw new IllegalStateException(MOST + " rehearsals run or wait already");
    }
    Facility present = facility.get();
    RehearsalRun.checkRooms(request, present);
    Facility changed = changed(present, request);
    Job job = new Job(String.format(Locale.ROOT, "rehearsal-%d", ++count), request);
    jobs.addFirst(job);
    while (jobs.size() > 2 * MOST) {
      jobs.removeLast();
    }
    thread.execute(() -> job.run(now, present, changed, samples));
    return job.id;
  }

  private Facility changed(Facility present, Request request) {
    if (request.limits().isEmpty()) {
      return present;
    }
    TriedPlans tried = plans.get();
    if (tried == null) {
      throw new IllegalStateException("limits cannot be tried: the facility is not there yet");
    }
    return TriedLimits.in(present, request.limits(), tried);
  }

  @Override
  public synchronized List<Rehearsal> list() {
    return jobs.stream().map(Job::state).toList();
  }

  @Override
  public @Nullable Rehearsal find(String id) {
    Job job = job(id);
    return job == null ? null : job.state();
  }

  @Override
  public boolean cancel(String id) {
    Job job = job(id);
    if (job == null) {
      return false;
    }
    job.cancelled = true;
    return true;
  }

  private synchronized @Nullable Job job(String id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst().orElse(null);
  }

  /** Ends what runs; it looks at each sample whether it may go on. */
  synchronized void close() {
    jobs.forEach(job -> job.cancelled = true);
    thread.shutdownNow();
  }

  /** One rehearsal, as others see it. */
  private final class Job {
    private final String id;
    private final Request request;
    private volatile boolean cancelled;
    private volatile Rehearsal state;

    Job(String id, Request request) {
      this.id = id;
      this.request = request;
      state = new Rehearsal(id, request, State.WAITING, 0, 0, List.of(), List.of(), 0, 0);
    }

    Rehearsal state() {
      return state;
    }

    boolean open() {
      return state.state() == State.WAITING || state.state() == State.RUNNING;
    }

    // The top of the thread: whatever changed rules or the store throw, it must be said.
    void run(RuleSet now, Facility present, Facility changed, History samples) {
      try {
        if (cancelled) {
          tell(State.CANCELLED, 0, null, List.of());
          return;
        }
        tell(State.RUNNING, 0, null, List.of());
        RuleSet then = RuleSet.compile(sources(now));
        RehearsalRun run =
            new RehearsalRun(
                request,
                new RehearsalRun.Part(now, present),
                new RehearsalRun.Part(then, changed),
                samples,
                () -> cancelled,
                done -> tell(State.RUNNING, done, null, List.of()));
        run.run();
        tell(cancelled ? State.CANCELLED : State.FINISHED, state.done(), run, run.problems());
      } catch (RuleSetException e) {
        tell(State.FAILED, 0, null, e.problems());
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        LOG.warn("{} failed", id, e);
        tell(State.FAILED, 0, null, List.of(new RuleProblem("", 0, "", String.valueOf(e))));
      }
    }

    private RuleSources sources(RuleSet now) throws RuleSetException {
      RuleSources base = request.pending() ? RuleSources.read(directory) : now.sources();
      return base.with(request.files());
    }

    private void tell(
        State at, double done, @Nullable RehearsalRun run, List<RuleProblem> problems) {
      state =
          run == null
              ? new Rehearsal(id, request, at, done, 0, problems, List.of(), 0, 0)
              : new Rehearsal(
                  id,
                  request,
                  at,
                  done,
                  run.samples(),
                  problems,
                  run.differences(),
                  run.same(),
                  run.more());
    }
  }
}
