package org.wardlight.driver.opcua.internal;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.time.Ticker;

/** Counts what a link does; one for all its connections. */
final class Traffic {
  private final URI endpoint;
  private final Ticker ticker;
  private final LongAdder requests = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong worstNanos = new AtomicLong();
  private volatile long lastNanos;

  Traffic(URI endpoint, Ticker ticker) {
    this.endpoint = endpoint;
    this.ticker = ticker;
  }

  /** Counts a request and what becomes of it. */
  <T> CompletableFuture<T> request(CompletableFuture<T> answer) {
    requests.increment();
    long sent = ticker.nanos();
    return answer.whenComplete(
        (value, failed) -> {
          if (failed == null) {
            lastNanos = ticker.nanos() - sent;
            worstNanos.accumulateAndGet(lastNanos, Math::max);
          } else {
            failed(Failures.of(failed, endpoint));
          }
        });
  }

  void notified() {
    requests.increment();
  }

  /** A node that the server would not have, read or write. */
  void refused() {
    refusals.increment();
  }

  void connected() {
    connections.incrementAndGet();
  }

  void failed(DriverFailure failure) {
    if (failure instanceof DriverFailure.Timeout) {
      timeouts.increment();
    } else if (failure instanceof DriverFailure.Rejected) {
      refusals.increment();
    } else if (failure instanceof DriverFailure.Malformed) {
      malformed.increment();
    }
  }

  /** Overruns are always 0: the server samples, there is no cycle here. */
  LinkFigures figures() {
    return new LinkFigures(
        requests.sum(),
        timeouts.sum(),
        refusals.sum(),
        malformed.sum(),
        0,
        Math.max(0, connections.get() - 1),
        Duration.ofNanos(lastNanos),
        Duration.ofNanos(worstNanos.get()));
  }
}
