package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.RuleProblem;

/**
 * Judges a set of rule files: what they reach, whether they compile, and whether every scenario
 * goes as written, in virtual time. Scenarios are played on a thread that is given up if one of
 * them does not end. Remembers which rules have passed with the same files. For one thread.
 */
final class RuleJudge {
  /** Processor time that no honest scenario needs. */
  static final long SCENARIO_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  /** How many threads may be lost to scenarios that do not end. */
  static final int MOST_LOST = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RuleJudge.class);
  private static final long LOOK_MILLIS = 50;
  private static final int MOST_PASSED = 1_000;

  private final ToLongFunction<Thread> cpuNanos;
  private final Set<String> passed = new HashSet<>();
  private final AtomicInteger lost = new AtomicInteger();

  RuleJudge(ToLongFunction<Thread> cpuNanos) {
    this.cpuNanos = cpuNanos;
  }

  /** Says beforehand that these files have passed, in an earlier run of the server. */
  void hasPassed(RuleSources sources) {
    sources.rules().forEach(rule -> passed.add(key(rule)));
  }

  /** Returns the compiled rules, or throws with everything that is wrong. */
  RuleSet judge(RuleSources sources) throws RuleSetException, InterruptedException {
    RuleTextFiles texts = RuleTextFiles.read(sources);
    RuleSet rules = RuleSet.compile(sources);
    List<RuleFiles> unplayed =
        sources.rules().stream().filter(rule -> !passed.contains(key(rule))).toList();
    LOG.info(
        "scenarios of {} rules are played, those of {} have passed before with the same files",
        unplayed.size(),
        sources.rules().size() - unplayed.size());
    List<RuleProblem> problems = unplayed.isEmpty() ? List.of() : play(rules, texts, unplayed);
    if (!problems.isEmpty()) {
      throw new RuleSetException(problems);
    }
    if (passed.size() > MOST_PASSED) {
      passed.clear();
    }
    hasPassed(sources);
    return rules;
  }

  /** Says beforehand that rules with these keys have passed, for example in the build. */
  void hasPassed(Set<String> keys) {
    passed.addAll(keys);
  }

  /** What stands for a rule and its files among those that have passed. */
  static String key(RuleFiles rule) {
    return RuleSources.hash(rule.toString());
  }

  private List<RuleProblem> play(RuleSet rules, RuleTextFiles texts, List<RuleFiles> unplayed)
      throws RuleSetException, InterruptedException {
    if (lost.get() >= MOST_LOST) {
      throw new RuleSetException(
          "",
          MOST_LOST + " scenarios have not ended; no more are played until the server restarts");
    }
    Playing playing = new Playing(new ScenarioRunner(rules, texts), unplayed);
    Thread thread = new Thread(playing, "wl-rules-scenarios");
    thread.setDaemon(true); // a scenario that does not end must not keep the server from ending
    thread.start();
    RuleProblem looked = playing.runner.where();
    long cpu = 0;
    while (true) {
      try {
        return playing.done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        RuleProblem now = playing.runner.where();
        long spent = cpuNanos.applyAsLong(thread);
        if (!now.equals(looked)) {
          looked = now;
          cpu = spent;
        } else if (spent - cpu > SCENARIO_CPU_NANOS) {
          return giveUp(playing);
        }
      } catch (ExecutionException e) {
        throw new CompletionException(e.getCause());
      }
    }
  }

  private List<RuleProblem> giveUp(Playing playing) {
    if (playing.open.compareAndSet(true, false)) {
      lost.incrementAndGet();
    }
    RuleProblem where = playing.runner.where();
    return List.of(
        new RuleProblem(where.file(), where.line(), where.scenario(), "the scenario does not end"));
  }

  /** The scenarios of some rules on a thread of their own. */
  private final class Playing implements Runnable {
    private final ScenarioRunner runner;
    private final List<RuleFiles> rules;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CompletableFuture<List<RuleProblem>> done = new CompletableFuture<>();

    Playing(ScenarioRunner runner, List<RuleFiles> rules) {
      this.runner = runner;
      this.rules = rules;
    }

    // The top of the thread: whatever a rule throws, it must be said.
    @Override
    public void run() {
      List<RuleProblem> problems = new ArrayList<>();
      @Nullable RuleFiles at = null;
      try {
        for (RuleFiles rule : rules) {
          at = rule;
          problems.addAll(runner.run(rule));
        }
        done.complete(problems);
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        String file = at == null ? "" : at.scenariosPath();
        done.complete(List.of(new RuleProblem(file, 0, "", "cannot be played: " + e)));
      }
      if (!open.compareAndSet(true, false)) {
        lost.decrementAndGet(); // it was given up and has come back
      }
    }
  }
}
