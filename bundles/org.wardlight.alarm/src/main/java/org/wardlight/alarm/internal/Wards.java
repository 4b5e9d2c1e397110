package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** The machines of the wards, each on its ward's lane, with the timer of its next deadline. */
final class Wards {
  /** Deadlines are wall-clock times, timers are not: a jump of the clock is noticed this late. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Wards.class);

  private final FacilitySource facility;
  private final Lanes lanes;
  private final Clock clock;
  private final Timers timers;
  private final Recorder recorder;
  private final Map<String, Ward> wards = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  /** What is kept of a ward; touched on its lane only. */
  static final class Ward {
    final String id;
    final DeskPoints points = new DeskPoints();
    boolean told; // whether rules have said since the start what holds
    private WardState state = WardState.EMPTY;
    private Facility rulesOf;
    private WardRules rules;
    private @Nullable Instant waitingFor;
    private Timers.@Nullable Timer timer;

    private Ward(String id, Facility facility) {
      this.id = id;
      rulesOf = facility;
      rules = WardRules.of(facility, id);
    }
  }

  Wards(FacilitySource facility, Lanes lanes, Clock clock, Timers timers, Recorder recorder) {
    this.facility = facility;
    this.lanes = lanes;
    this.clock = clock;
    this.timers = timers;
    this.recorder = recorder;
  }

  /** Begins with these states; before anything else. */
  void restore(Map<String, WardState> states) {
    states.forEach((id, state) -> ward(id).state = state);
  }

  /** Brings about what became due before the start. */
  void start() {
    known().forEach(id -> give(id, new Input.TimePassed()));
  }

  void stop() {
    stopped = true;
    known().forEach(id -> tell(id, Wards::cancel));
  }

  /** Whether the facility has this ward. */
  boolean inFacility(String id) {
    return facility.current().ward(id) != null;
  }

  Set<String> known() {
    return Set.copyOf(wards.keySet());
  }

  /** Gives an input to a ward's machine; never blocks, never throws. */
  void give(String id, Input input) {
    tell(id, ward -> step(ward, input));
  }

  /**
   * Runs a task with a ward, on its lane; never throws.
   *
   * @return whether the lane took it
   */
  boolean tell(String id, Consumer<Ward> task) {
    try {
      lanes.lane(id).execute(() -> task.accept(ward(id)));
      return true;
    } catch (RejectedExecutionException e) {
      // The lane said so at ERROR when it began to refuse; callers must not be hurt by it.
      LOG.debug("an input of {} was refused by its lane", id);
      return false;
    }
  }

  /**
   * Gives what a person asked to a ward's machine.
   *
   * @param value what there is when it was announced, or null if that is gone already
   */
  <T> CompletionStage<DeskOutcome<T>> ask(
      String id, Input input, Function<Step, @Nullable T> value) {
    CompletableFuture<DeskOutcome<T>> outcome = new CompletableFuture<>();
    try {
      lanes.lane(id).execute(() -> answer(ward(id), input, value, outcome));
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(e);
    }
    return outcome;
  }

  private <T> void answer(
      Ward ward,
      Input input,
      Function<Step, @Nullable T> value,
      CompletableFuture<DeskOutcome<T>> outcome) {
    Step step = made(ward, input);
    take(
        ward,
        step,
        () -> {
          T now = step.refusal().isEmpty() ? value.apply(step) : null;
          if (now != null) {
            outcome.complete(new DeskOutcome.Done<>(now));
          } else if (step.refusal().isEmpty() || step.refusal().equals(Step.NOT_FOUND)) {
            outcome.complete(new DeskOutcome.NotFound<>(ward.id));
          } else {
            outcome.complete(new DeskOutcome.NotAllowed<>(step.refusal()));
          }
        });
  }

  /** The ward's state; on its lane. */
  WardState state(Ward ward) {
    return ward.state;
  }

  /** One step; on the ward's lane. */
  void step(Ward ward, Input input) {
    if (input instanceof Input.TimePassed) {
      cancel(ward); // and work out anew what to wait for
    }
    take(ward, made(ward, input), () -> {});
  }

  private Step made(Ward ward, Input input) {
    Instant now = clock.instant();
    Instant due = ward.waitingFor;
    if (due != null && !due.isAfter(now)) {
      step(ward, new Input.TimePassed()); // what was due before comes before
    }
    return WardMachine.step(ward.id, ward.state, input, now, rules(ward));
  }

  private void take(Ward ward, Step step, Runnable announcedAll) {
    ward.state = step.state();
    List<Happening> happenings = step.happenings();
    if (happenings.isEmpty()) {
      announcedAll.run();
    } else {
      recorder.submit(happenings, announcedAll);
    }
    if (!happenings.isEmpty() || ward.waitingFor == null) {
      schedule(ward);
    }
  }

  private void schedule(Ward ward) {
    Instant now = clock.instant();
    Instant next = stopped ? null : WardMachine.nextDeadline(ward.state, rules(ward), now);
    if (next != null && next.equals(ward.waitingFor)) {
      return;
    }
    cancel(ward);
    if (next != null) {
      Duration wait = Duration.between(now, next);
      ward.waitingFor = next;
      ward.timer =
          timers.after(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait, () -> due(ward));
    }
  }

  private static void cancel(Ward ward) {
    Timers.Timer timer = ward.timer;
    if (timer != null) {
      timer.cancel();
    }
    ward.timer = null;
    ward.waitingFor = null;
  }

  private void due(Ward ward) {
    boolean taken = tell(ward.id, same -> step(same, new Input.TimePassed()));
    if (!taken && !stopped) {
      Timers.Timer unused = timers.after(RETRY, () -> due(ward));
    }
  }

  private WardRules rules(Ward ward) {
    Facility now = facility.current();
    if (now != ward.rulesOf) {
      ward.rulesOf = now;
      ward.rules = WardRules.of(now, ward.id);
    }
    return ward.rules;
  }

  private Ward ward(String id) {
    return wards.computeIfAbsent(id, same -> new Ward(same, facility.current()));
  }
}
