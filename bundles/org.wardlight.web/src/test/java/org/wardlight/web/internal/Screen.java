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
import org.jspecify.annotations.Nullable;

/** A station as a browser would be one. */
final class Screen implements WebSocket.Listener, AutoCloseable {
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  final WebSocket socket;
  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();

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
    socket.sendText(text, true).join();
  }

  void say(byte[] binary) {
    socket.sendBinary(ByteBuffer.wrap(binary), true).join();
  }

  /** The next message, which must be a beat. */
  void nextIsBeat() {
    try {
      JsonObject message = messages.poll(5, TimeUnit.SECONDS);
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
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (true) {
        // Beats come every second: they must not keep it waiting for ever.
        JsonObject message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw new AssertionError("no " + types + " within 5 s");
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
      messages.add(new JsonObject(partial.toString()));
      partial.setLength(0);
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
    return closed.orTimeout(5, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
