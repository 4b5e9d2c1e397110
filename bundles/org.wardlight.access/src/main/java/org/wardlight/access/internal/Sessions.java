package org.wardlight.access.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.api.time.Ticker;

/**
 * Who is logged in. Keeps the SHA-256 of each token only, in memory and in a file: screens go on
 * after a restart without anybody logging in. Thread-safe; of more than {@value #MOST_SESSIONS} the
 * one unused longest ends.
 */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  static final int MOST_SESSIONS = 10_000;
  private static final Duration NURSE_IDLE = Duration.ofHours(12);
  private static final Duration OTHERS_IDLE = Duration.ofHours(1);

  /** By so much the last use in the file may be too old. */
  private static final Duration SAVED_EVERY = Duration.ofMinutes(10);

  private final PrivateFile file;
  private final Ticker ticker;
  private final Clock clock;
  private final SecureRandom random;
  private final Executor pool;
  private final Object saving = new Object();
  private boolean saved = true;
  private long savedNanos;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  /**
   * Begins without anybody.
   *
   * @param file where sessions are kept
   * @param pool writes the file where the caller must not wait for it
   */
  Sessions(PrivateFile file, Ticker ticker, Clock clock, SecureRandom random, Executor pool) {
    this.file = file;
    this.ticker = ticker;
    this.clock = clock;
    this.random = random;
    this.pool = pool;
    savedNanos = ticker.nanos();
  }

  /** Takes up the sessions of these users from the file. Times are as the wall clock tells. */
  synchronized void restore(Map<String, User> users) throws IOException {
    for (String line : file.read()) {
      String[] words = line.split(" ", -1);
      User user = words.length == 3 ? users.get(words[1]) : null;
      if (user != null) {
        Duration unused = Duration.between(Instant.parse(words[2]), clock.instant());
        long nanos = unused.isNegative() ? 0 : unused.toNanos();
        sessions.put(words[0], new Session(user, ticker.nanos() - nanos));
      }
    }
  }

  /** Begins a session and returns its token, which is kept nowhere. Blocks to keep it. */
  String begin(User user) {
    String token = Tokens.invent(random);
    synchronized (this) {
      sessions.put(Tokens.hash(token), new Session(user, ticker.nanos()));
    }
    save();
    return token;
  }

  /** The user, if the session is still valid; it then lasts its whole time again. */
  synchronized @Nullable User user(String token) {
    String key = Tokens.hash(token);
    Session session = sessions.get(key);
    if (session == null) {
      return null;
    }
    long now = ticker.nanos();
    if (now - session.lastNanos > idle(session.user).toNanos()) {
      sessions.remove(key);
      return null;
    }
    sessions.put(key, new Session(session.user, now));
    if (now - savedNanos > SAVED_EVERY.toNanos()) {
      savedNanos = now;
      saveSoon();
    }
    return session.user;
  }

  synchronized void end(String token) {
    sessions.remove(Tokens.hash(token));
    saveSoon();
  }

  /** The user has changed: this session goes on, the user's others end. Blocks to keep that. */
  void renew(String token, User changed) {
    synchronized (this) {
      sessions.values().removeIf(s -> s.user.name().equals(changed.name()));
      sessions.put(Tokens.hash(token), new Session(changed, ticker.nanos()));
    }
    save();
  }

  private void saveSoon() {
    try {
      pool.execute(this::save);
    } catch (RejectedExecutionException e) {
      log.debug("the sessions are kept with the next change of them: the pool is full");
    }
  }

  private void save() {
    synchronized (saving) {
      try {
        file.write(lines());
        if (!saved) {
          log.info("the sessions are kept in {} again", file.path());
        }
        saved = true;
      } catch (IOException e) {
        if (saved) {
          log.warn(
              "a restart will log people out: {} cannot be written ({})",
              file.path(),
              e.toString());
        }
        saved = false;
      }
    }
  }

  /** The hash of the token, the user's name and the last use, a line each. */
  private synchronized String lines() {
    StringBuilder text = new StringBuilder();
    Instant now = clock.instant();
    long nanos = ticker.nanos();
    sessions.forEach(
        (hash, session) ->
            text.append(hash)
                .append(' ')
                .append(session.user.name())
                .append(' ')
                .append(now.minusNanos(nanos - session.lastNanos))
                .append('\n'));
    return text.toString();
  }

  private static Duration idle(User user) {
    return user.role() == Role.NURSE ? NURSE_IDLE : OTHERS_IDLE;
  }

  private record Session(User user, long lastNanos) {}
}
