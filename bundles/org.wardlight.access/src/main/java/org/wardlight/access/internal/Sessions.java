package org.wardlight.access.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.api.time.Ticker;

/**
 * Who is logged in. Keeps the SHA-256 of each token only, in memory only: a restart logs everybody
 * out. Thread-safe; of more than {@value #MOST_SESSIONS} the one unused longest ends.
 */
final class Sessions {
  static final int MOST_SESSIONS = 10_000;
  private static final int TOKEN_BYTES = 32;
  private static final Duration NURSE_IDLE = Duration.ofHours(12);
  private static final Duration OTHERS_IDLE = Duration.ofHours(1);

  private final Ticker ticker;
  private final SecureRandom random;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  Sessions(Ticker ticker, SecureRandom random) {
    this.ticker = ticker;
    this.random = random;
  }

  /** Begins a session and returns its token, which is kept nowhere. */
  synchronized String begin(User user) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    sessions.put(hash(text), new Session(user, ticker.nanos()));
    return text;
  }

  /** The user, if the session is still valid; it then lasts its whole time again. */
  synchronized @Nullable User user(String token) {
    String key = hash(token);
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
    return session.user;
  }

  synchronized void end(String token) {
    sessions.remove(hash(token));
  }

  /** The user has changed: this session goes on, the user's others end. */
  synchronized void renew(String token, User changed) {
    sessions.values().removeIf(s -> s.user.name().equals(changed.name()));
    sessions.put(hash(token), new Session(changed, ticker.nanos()));
  }

  private static Duration idle(User user) {
    return user.role() == Role.NURSE ? NURSE_IDLE : OTHERS_IDLE;
  }

  private static String hash(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Session(User user, long lastNanos) {}
}
