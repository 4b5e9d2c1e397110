package org.wardlight.rules.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSetInfo.State;
import org.wardlight.api.rule.RuleSets;

/**
 * The rule files: watches them, has each changed set judged, and puts good ones in force, at once
 * or when somebody approves. Everything is decided on the compiler's thread; looking is
 * thread-safe.
 */
final class RuleShelf implements RuleSets {
  private static final Logger LOG = LoggerFactory.getLogger(RuleShelf.class);
  private static final String BY_FILES = "files";

  /** Puts rules in force; called on the compiler's thread. */
  @FunctionalInterface
  interface Force {
    void run(RuleSet rules);
  }

  private record Found(RuleSetInfo info, RuleSources sources, RuleSet rules) {}

  private final Path directory;
  private final boolean needsApproval;
  private final KeptRules kept;
  private final RuleJudge judge;
  private final RuleFaults faults;
  private final Clock clock;
  private final ExecutorService compiler;
  private final Force force;
  private final AtomicBoolean lookPending = new AtomicBoolean();
  private String judgedGlance = "";
  private String lastGlance = "";
  private String lastFingerprint = "";
  private volatile @Nullable Found running;
  private volatile @Nullable Found pending;
  private volatile @Nullable RuleSetInfo refused;
  private volatile List<RuleSetInfo> history;

  RuleShelf(
      Path directory,
      boolean needsApproval,
      KeptRules kept,
      RuleJudge judge,
      RuleFaults faults,
      Clock clock,
      ExecutorService compiler,
      Force force) {
    this.directory = directory;
    this.needsApproval = needsApproval;
    this.kept = kept;
    this.judge = judge;
    this.faults = faults;
    this.clock = clock;
    this.compiler = compiler;
    this.force = force;
    history = kept.history();
  }

  /** Judges the files for the first time; call on the compiler's thread. */
  void begin() {
    for (RuleSetInfo old : kept.history()) {
      if (old.state() == State.PENDING) {
        keep(with(old, State.REPLACED, BY_FILES), null);
      }
    }
    RuleSources last = kept.lastSources();
    if (last != null) {
      judge.hasPassed(last);
      if (needsApproval || !same(last)) {
        runKept(last);
      }
    }
    judgedGlance = RuleSources.glance(directory);
    look();
    if (running == null && last != null) {
      runKept(last);
    }
    tellRefusal();
  }

  private boolean same(RuleSources last) {
    try {
      return RuleSources.read(directory).fingerprint().equals(last.fingerprint());
    } catch (RuleSetException e) {
      return false;
    }
  }

  /** A set that was in force before the restart runs on until a better one is found. */
  private void runKept(RuleSources last) {
    RuleSetInfo info = kept.lastRunning();
    if (info == null) {
      return;
    }
    try {
      RuleSet rules = judge.judge(last);
      running = new Found(info, last, rules);
      force.run(rules);
      LOG.info("rule set {} runs as before the restart", info.number());
    } catch (RuleSetException e) {
      LOG.error("the rules that ran last cannot run any more:\n{}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks whether files have changed and lie still; to be called every second. */
  void watch() {
    if (lookPending.compareAndSet(false, true)) {
      try {
        compiler.execute(this::glance);
      } catch (RejectedExecutionException e) {
        LOG.debug("the server stops", e);
      }
    }
  }

  private void glance() {
    lookPending.set(false);
    String now = RuleSources.glance(directory);
    if (!now.equals(judgedGlance) && now.equals(lastGlance)) {
      judgedGlance = now;
      look();
      tellRefusal();
    }
    lastGlance = now;
  }

  // The top of what the compiler's thread does: whatever the rule compiler throws, it must be said.
  private void look() {
    Instant found = clock.instant();
    RuleSources sources;
    try {
      sources = RuleSources.read(directory);
    } catch (RuleSetException e) {
      refuse("", found, List.of(), e.problems());
      return;
    }
    String fingerprint = sources.fingerprint();
    Found present = running;
    if (present != null && present.info().fingerprint().equals(fingerprint)) {
      lastFingerprint = fingerprint;
      refused = null;
      dropPending();
      return;
    }
    if (fingerprint.equals(lastFingerprint)) {
      return;
    }
    lastFingerprint = fingerprint;
    try {
      judged(new Found(info(sources, found), sources, judge.judge(sources)));
    } catch (RuleSetException e) {
      refuse(fingerprint, found, names(sources), e.problems());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error("the rule compiler failed", e);
      RuleProblem problem = new RuleProblem("", 0, "", "the compiler failed: " + e);
      refuse(fingerprint, found, names(sources), List.of(problem));
    }
  }

  private void judged(Found found) {
    refused = null;
    dropPending();
    RuleSetInfo last = kept.lastRunning();
    if (last != null && last.fingerprint().equals(found.info().fingerprint())) {
      running = new Found(last, found.sources(), found.rules());
      force.run(found.rules());
    } else if (needsApproval && running != null) {
      pending =
          new Found(with(found.info(), State.PENDING, BY_FILES), found.sources(), found.rules());
      keep(with(found.info(), State.PENDING, BY_FILES), null);
      LOG.info("rule set {} waits for approval", found.info().number());
    } else {
      enforce(found, BY_FILES);
    }
  }

  private void enforce(Found found, String by) {
    Found before = running;
    Found now = new Found(with(found.info(), State.RUNNING, by), found.sources(), found.rules());
    running = now;
    force.run(now.rules());
    keep(now.info(), now.sources());
    for (RuleSetInfo old : kept.history()) {
      if (old.state() == State.RUNNING && old.number() != now.info().number()) {
        keep(with(old, State.REPLACED, old.by()), null);
      }
    }
    LOG.info(
        "rule set {} runs{}: {} rules",
        now.info().number(),
        before == null ? "" : " instead of " + before.info().number(),
        now.info().rules().size());
  }

  private void refuse(
      String fingerprint, Instant found, List<String> rules, List<RuleProblem> problems) {
    dropPending();
    RuleSetInfo info =
        new RuleSetInfo(
            kept.nextNumber(),
            fingerprint,
            State.REFUSED,
            found,
            clock.instant(),
            BY_FILES,
            rules,
            problems,
            List.of());
    refused = info;
    keep(info, null);
    problems.forEach(problem -> LOG.error("rules refused: {}", problem));
  }

  private void tellRefusal() {
    RuleSetInfo now = refused;
    if (now == null) {
      faults.accepted();
    } else {
      faults.refused(now.problems(), running != null);
    }
  }

  private void dropPending() {
    Found waiting = pending;
    if (waiting != null) {
      pending = null;
      keep(with(waiting.info(), State.REPLACED, BY_FILES), null);
    }
  }

  private RuleSetInfo info(RuleSources sources, Instant found) {
    Found present = running;
    return new RuleSetInfo(
        kept.nextNumber(),
        sources.fingerprint(),
        State.PENDING,
        found,
        found,
        BY_FILES,
        names(sources),
        List.of(),
        present == null ? List.of() : RuleDiff.between(present.sources(), sources));
  }

  private static List<String> names(RuleSources sources) {
    return sources.rules().stream().map(RuleFiles::name).toList();
  }

  private RuleSetInfo with(RuleSetInfo info, State state, String by) {
    return new RuleSetInfo(
        info.number(),
        info.fingerprint(),
        state,
        info.found(),
        state == State.REPLACED ? info.decided() : clock.instant(),
        by,
        info.rules(),
        info.problems(),
        info.changes());
  }

  private void keep(RuleSetInfo info, @Nullable RuleSources sources) {
    kept.keep(info, sources);
    history = kept.history();
  }

  // --- what people see and do -------------------------------------------------------------------

  /** The rules in force; null while there are none. */
  @Nullable RuleSet rules() {
    Found present = running;
    return present == null ? null : present.rules();
  }

  @Override
  public @Nullable RuleSetInfo running() {
    Found present = running;
    return present == null ? null : present.info();
  }

  @Override
  public @Nullable RuleSetInfo pending() {
    Found waiting = pending;
    return waiting == null ? null : waiting.info();
  }

  @Override
  public @Nullable RuleSetInfo refused() {
    return refused;
  }

  @Override
  public boolean needsApproval() {
    return needsApproval;
  }

  @Override
  public List<RuleSetInfo> history() {
    return history;
  }

  @Override
  public CompletionStage<Outcome> approve(long number, String user, String author) {
    if (author.isBlank() || author.strip().equalsIgnoreCase(user.strip())) {
      return CompletableFuture.completedFuture(new Outcome.NotAllowed("same.person"));
    }
    return decide(
        number,
        waiting -> {
          pending = null;
          enforce(waiting, user);
        });
  }

  @Override
  public CompletionStage<Outcome> reject(long number, String user, String reason) {
    if (reason.isBlank()) {
      return CompletableFuture.completedFuture(new Outcome.NotAllowed("no.reason"));
    }
    return decide(
        number,
        waiting -> {
          pending = null;
          RuleSetInfo info = with(waiting.info(), State.REJECTED, user);
          List<RuleProblem> why = new ArrayList<>(info.problems());
          why.add(new RuleProblem("", 0, "", reason.strip()));
          keep(
              new RuleSetInfo(
                  info.number(),
                  info.fingerprint(),
                  info.state(),
                  info.found(),
                  info.decided(),
                  info.by(),
                  info.rules(),
                  why,
                  info.changes()),
              null);
          LOG.info("rule set {} was rejected", number);
        });
  }

  /** What to do with the set that waits. */
  @FunctionalInterface
  private interface Decision {
    void on(Found waiting);
  }

  private CompletionStage<Outcome> decide(long number, Decision decision) {
    return onCompiler(
        () -> {
          Found waiting = pending;
          if (waiting == null || waiting.info().number() != number) {
            return new Outcome.NotPending(number);
          }
          decision.on(waiting);
          return new Outcome.Done();
        });
  }

  @Override
  public CompletionStage<Outcome> reload() {
    return onCompiler(
        () -> {
          judgedGlance = RuleSources.glance(directory);
          look();
          tellRefusal();
          return refused == null ? new Outcome.Done() : new Outcome.NotAllowed("refused");
        });
  }

  private CompletionStage<Outcome> onCompiler(Supplier<Outcome> task) {
    try {
      return CompletableFuture.supplyAsync(task, compiler);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
