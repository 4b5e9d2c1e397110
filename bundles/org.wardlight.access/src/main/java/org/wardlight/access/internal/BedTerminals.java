package org.wardlight.access.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.Terminals;

/**
 * The terminals, a line each in one file: the hash of the token, id, bed, who and when, name. What
 * is in memory counts; a terminal comes into it once it is on disk and leaves it at once.
 */
final class BedTerminals implements Terminals {
  private static final Logger log = LoggerFactory.getLogger(BedTerminals.class);
  private static final String BETWEEN = "\t";
  private static final int WORDS = 6;
  private static final int ID_BYTES = 4;

  private final PrivateFile file;
  private final Clock clock;
  private final SecureRandom random;
  private final Executor pool;
  private final Object saving = new Object();

  /**
   * By the hashes of their tokens. Replaced as a whole, so that asking never waits for the disk.
   */
  private volatile Map<String, Terminal> terminals = Map.of();

  /** Taken back, but the file still has them. Guarded by {@link #saving}. */
  private final Map<String, Terminal> unsaved = new LinkedHashMap<>();

  /** Why the file must not be written: it holds what could not be read. Empty if it may. */
  private volatile String unread = "";

  BedTerminals(PrivateFile file, Clock clock, SecureRandom random, Executor pool) {
    this.file = file;
    this.clock = clock;
    this.random = random;
    this.pool = pool;
  }

  /** Takes up the terminals from before the restart. Blocks. */
  void resume() {
    Map<String, Terminal> known = new LinkedHashMap<>();
    try {
      for (String line : file.read()) {
        String[] words = line.split(BETWEEN, -1);
        if (words.length != WORDS) {
          throw new IOException("line " + (known.size() + 1) + " is no terminal");
        }
        known.put(
            words[0],
            new Terminal(words[1], words[5], words[2], words[3], Instant.parse(words[4])));
      }
      terminals = known;
    } catch (IOException | DateTimeException e) {
      unread = file.path() + " could not be read at the start: " + e.getMessage();
      log.error(
          "no bedside terminal is let in, and none can be bound, until {} can be read and the"
              + " server was started again ({})",
          file.path(),
          e.toString());
    }
  }

  @Override
  public CompletionStage<PairOutcome> pair(String bed, String name, String by) {
    String called = name.strip();
    if (!printable(called)) {
      return CompletableFuture.completedFuture(new PairOutcome.BadName());
    }
    return onPool(() -> paired(bed, called, by), PairOutcome.NotSaved::new);
  }

  private static boolean printable(String name) {
    return !name.isEmpty()
        && name.codePointCount(0, name.length()) <= LONGEST_NAME
        && name.codePoints().noneMatch(c -> Character.isISOControl(c) || !Character.isDefined(c));
  }

  private PairOutcome paired(String bed, String name, String by) {
    synchronized (saving) {
      if (terminals.size() >= MOST) {
        return new PairOutcome.TooMany();
      }
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      String token = Tokens.invent(random);
      Terminal terminal =
          new Terminal("t-" + HexFormat.of().formatHex(id), name, bed, by, clock.instant());
      Map<String, Terminal> more = new LinkedHashMap<>(terminals);
      more.put(Tokens.hash(token), terminal);
      String problem = save(more);
      if (!problem.isEmpty()) {
        return new PairOutcome.NotSaved(problem);
      }
      terminals = more;
      return new PairOutcome.Paired(token, terminal);
    }
  }

  @Override
  public @Nullable Terminal terminal(String token) {
    return terminals.get(Tokens.hash(token));
  }

  @Override
  public List<Terminal> all() {
    return new ArrayList<>(terminals.values());
  }

  @Override
  public CompletionStage<RevokeOutcome> revoke(String id) {
    Terminal gone = forget(id);
    if (gone == null) {
      return CompletableFuture.completedFuture(new RevokeOutcome.Unknown());
    }
    return onPool(() -> revoked(gone), problem -> new RevokeOutcome.NotSaved(gone, problem));
  }

  /** Not let in from now on, whatever becomes of the disk; null if there is no such terminal. */
  private @Nullable Terminal forget(String id) {
    synchronized (saving) {
      Terminal found = unsaved.get(id);
      Map<String, Terminal> fewer = new LinkedHashMap<>(terminals);
      for (Map.Entry<String, Terminal> one : terminals.entrySet()) {
        if (one.getValue().id().equals(id)) {
          found = one.getValue();
          fewer.remove(one.getKey());
        }
      }
      if (found != null) {
        unsaved.put(id, found);
        terminals = fewer;
      }
      return found;
    }
  }

  private RevokeOutcome revoked(Terminal gone) {
    synchronized (saving) {
      String problem = save(terminals);
      return problem.isEmpty()
          ? new RevokeOutcome.Revoked(gone)
          : new RevokeOutcome.NotSaved(gone, problem);
    }
  }

  /** Returns why it could not be written; empty if it is on disk. */
  private String save(Map<String, Terminal> all) {
    if (!unread.isEmpty()) {
      return unread;
    }
    StringBuilder text = new StringBuilder();
    all.forEach(
        (hash, one) ->
            text.append(
                    String.join(
                        BETWEEN,
                        hash,
                        one.id(),
                        one.bed(),
                        one.pairedBy(),
                        one.pairedAt().toString(),
                        one.name()))
                .append('\n'));
    try {
      file.write(text.toString());
      unsaved.clear();
      return "";
    } catch (IOException e) {
      log.warn(
          "the terminals cannot be kept: {} cannot be written ({})", file.path(), e.toString());
      return file.path() + " cannot be written: " + e.getMessage();
    }
  }

  private <T> CompletionStage<T> onPool(Supplier<T> work, Function<String, T> refused) {
    try {
      return CompletableFuture.supplyAsync(work, pool);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(refused.apply("too many log-ins at once"));
    }
  }
}
