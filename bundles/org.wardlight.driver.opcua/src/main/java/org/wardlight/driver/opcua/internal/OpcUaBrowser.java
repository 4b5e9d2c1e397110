package org.wardlight.driver.opcua.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.Browser.Failed;
import org.wardlight.api.driver.Browser.Page;
import org.wardlight.api.driver.Browser.Result;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.time.Timers;

/**
 * Browses servers. A session stays open for a while after each page, because a server forgets where
 * it stopped when the session ends.
 */
final class OpcUaBrowser {
  static final Duration KEPT = Duration.ofSeconds(30);

  /** Of more than this, the one that was opened first is closed. */
  private static final int MOST_SESSIONS = 4;

  private static final int MOST_CONTINUATIONS = 100;

  private final Environment environment;
  private final SecureRandom random = new SecureRandom();
  private final Map<ConnectionSpec, BrowseSession> sessions = new LinkedHashMap<>();
  private final Map<BrowseSession, Timers.Timer> endings = new HashMap<>();
  private final Map<String, Continuation> continuations = new LinkedHashMap<>();

  private record Continuation(BrowseSession session, ByteString more) {}

  OpcUaBrowser(Environment environment) {
    this.environment = environment;
  }

  CompletionStage<Result> browse(ConnectionSpec spec, @Nullable String node, int limit) {
    OpcUaOptions options = OpcUaOptions.of(spec);
    NodeName name = node == null ? null : NodeName.parse(node);
    if (limit < 1 || limit > Browser.LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to " + Browser.LARGEST_PAGE + ", not " + limit);
    }
    BrowseSession session = session(spec, options);
    return answer(session, () -> session.browse(name, limit));
  }

  CompletionStage<Result> next(String continuation) {
    Continuation from;
    synchronized (this) {
      from = continuations.remove(continuation);
    }
    if (from == null) {
      return CompletableFuture.completedFuture(
          new Failed(
              new DriverFailure.Rejected(
                  "Bad_ContinuationPointInvalid", "this page is gone; browse the node anew")));
    }
    return answer(from.session(), () -> from.session().next(from.more()));
  }

  private CompletionStage<Result> answer(
      BrowseSession session, Callable<BrowseSession.Found> blocks) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    environment
        .executor()
        .execute(
            () -> {
              try {
                answer.complete(page(session, blocks.call()));
              } catch (Exception e) {
                if (e instanceof InterruptedException) {
                  Thread.currentThread().interrupt();
                }
                end(session);
                answer.complete(new Failed(Failures.of(e, session.spec().endpoint())));
              }
            });
    return answer;
  }

  private synchronized Page page(BrowseSession session, BrowseSession.Found found) {
    keep(session);
    ByteString more = found.more();
    if (more == null) {
      return new Page(found.nodes(), null);
    }
    byte[] token = new byte[16];
    random.nextBytes(token);
    String continuation = HexFormat.of().formatHex(token);
    continuations.put(continuation, new Continuation(session, more));
    if (continuations.size() > MOST_CONTINUATIONS) {
      continuations.remove(continuations.keySet().iterator().next());
    }
    return new Page(found.nodes(), continuation);
  }

  private synchronized BrowseSession session(ConnectionSpec spec, OpcUaOptions options) {
    BrowseSession known = sessions.get(spec);
    if (known != null) {
      keep(known);
      return known;
    }
    if (sessions.size() >= MOST_SESSIONS) {
      end(sessions.values().iterator().next());
    }
    BrowseSession made = new BrowseSession(spec, options, environment.sessions());
    sessions.put(spec, made);
    keep(made);
    return made;
  }

  private void keep(BrowseSession session) {
    if (sessions.containsValue(session)) {
      Timers.Timer before =
          endings.put(session, environment.timers().after(KEPT, () -> end(session)));
      if (before != null) {
        before.cancel();
      }
    }
  }

  private synchronized void end(BrowseSession session) {
    sessions.remove(session.spec(), session);
    continuations.values().removeIf(from -> from.session() == session);
    Timers.Timer ending = endings.remove(session);
    if (ending != null) {
      ending.cancel();
    }
    session.close();
  }

  synchronized void close() {
    List<BrowseSession> open = new ArrayList<>(sessions.values());
    open.forEach(this::end);
  }
}
