package org.wardlight.access.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wardlight.api.time.Ticker;

/**
 * Slows down guessing: after five wrong tries of one name from one source the next one has to wait,
 * twice as long each time, up to 15 minutes. Thread-safe; remembers the last {@value #MOST_ENTRIES}
 * pairs.
 */
final class Lockouts {
  private static final int FREE_TRIES = 5;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  static final int MOST_ENTRIES = 10_000;

  private final Ticker ticker;
  private final Map<Key, Tries> tries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Tries> eldest) {
          return size() > MOST_ENTRIES;
        }
      };

  Lockouts(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Asks for one try and counts it as wrong until {@link #succeeded}, so that many tries at once
   * are no way round.
   *
   * @return 0 if it may be made, else the seconds to wait
   */
  synchronized long attempt(String name, String from) {
    long now = ticker.nanos();
    Key key = new Key(name, from);
    Tries known = tries.get(key);
    if (known != null && now - known.lastNanos > FORGOTTEN_AFTER.toNanos()) {
      known = null;
    }
    if (known != null && known.pause().toNanos() > now - known.lastNanos) {
      long left = known.pause().toNanos() - (now - known.lastNanos);
      return Math.max(1, Duration.ofNanos(left).plusMillis(999).toSeconds());
    }
    tries.put(key, new Tries(known == null ? 1 : known.count + 1, now));
    return 0;
  }

  /** The try was right: all earlier wrong ones are forgotten. */
  synchronized void succeeded(String name, String from) {
    tries.remove(new Key(name, from));
  }

  private record Key(String name, String from) {}

  private record Tries(int count, long lastNanos) {
    Duration pause() {
      if (count < FREE_TRIES) {
        return Duration.ZERO;
      }
      Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE_TRIES, 20));
      return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
  }
}
