package org.wardlight.web.internal;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A station as a browser would be one: it answers beats and snapshots. */
final class Screen implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  final WebSocket socket;
  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();

  /** One message after the other: a browser's socket keeps the order itself. */
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  private boolean answering = true;

  Screen(Server server, String token) {
    this(server, "wl_session=" + token, "/api/v1/live");
  }

  private Screen(Server server, String cookie, String path) {
    socket =
        server
            .http
            .newWebSocketBuilder()
            .header("Cookie", cookie)
            .header("Origin", "http://" + server.address())
            .buildAsync(URI.create("ws://" + server.address() + path), this)
            .join();
  }

  /** A bedside terminal. */
  static Screen bedside(Server server, String token) {
    return new Screen(server, "wl_terminal=" + token, "/api/v1/bedside/live");
  }

  /** Says hello and returns the snapshot. */
  JsonObject hello() {
    say("{\"t\":\"hello\",\"resume\":null,\"room\":null}");
    return next("snapshot");
  }

  void say(String text) {
    send(() -> socket.sendText(text, true)).join();
  }

  void say(byte[] binary) {
    send(() -> socket.sendBinary(ByteBuffer.wrap(binary), true)).join();
  }

  private synchronized CompletableFuture<?> send(Supplier<CompletableFuture<WebSocket>> next) {
    sent = sent.handle((before, failure) -> before).thenCompose(before -> next.get());
    return sent;
  }

  /** From now on it is connected and says nothing, like one that has lost its power. */
  synchronized void fallsSilent() {
    answering = false;
  }

  private synchronized void answer(WebSocket to) {
    if (answering) {
      var unused = send(() -> to.sendText("{\"t\":\"here\"}", true));
    }
  }

  /** What has come so far is left out. */
  void forget() {
    messages.clear();
  }

  /** The next message, which must be a beat. */
  void nextIsBeat() {
    try {
      JsonObject message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null || !message.getString("t").equals("beat")) {
        throw new AssertionError("expected a beat, not " + message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next message of this type; beats are left out unless asked for. */
  JsonObject next(String type) {
    return nextOf(Set.of(type));
  }

  /** The next message, which must be of one of these types; beats are left out unless asked for. */
  JsonObject nextOf(Set<String> types) {
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        // Beats come every second: they must not keep it waiting for ever.
        JsonObject message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw new AssertionError("no " + types + " within " + PATIENCE_SECONDS + " s");
        }
        if (types.contains(message.getString("t"))) {
          return message;
        }
        if (!message.getString("t").equals("beat")) {
          throw new AssertionError("expected " + types + ", not " + message);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      JsonObject message = new JsonObject(partial.toString());
      partial.setLength(0);
      messages.add(message);
      if (Set.of("beat", "snapshot").contains(message.getString("t"))) {
        answer(ws);
      }
    }
    ws.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket ws, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket ws, Throwable error) {
    closed.complete(1006);
  }

  int closeStatus() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
