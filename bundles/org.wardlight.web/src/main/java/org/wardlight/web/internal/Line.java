package org.wardlight.web.internal;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.time.Ticker;

/**
 * The connection of a screen: what may come and wait on it, whether anybody is still at its other
 * end, and how it ends. Lives on the event loop.
 */
final class Line {
  private static final Logger log = LoggerFactory.getLogger(Line.class);

  static final short NORMAL = 1000;
  static final short GOING_AWAY = 1001;
  static final short NOT_UNDERSTOOD = 1008;
  static final short TOO_LARGE = 1009;
  static final short TRY_LATER = 1013;

  /**
   * A screen answers each beat; after so long without a word nobody is there. Who has lost the
   * power says no goodbye, and TCP may wait for a quarter of an hour.
   */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private final int mostMessagesABeat;
  private final Ticker ticker;
  private long heardNanos;
  private int messages;
  private int beatsGone;
  private boolean gone;

  /**
   * A line that has just been made.
   *
   * @param mostBytesWaiting what may wait for a screen that does not read
   * @param mostMessagesABeat more than this within a second is abuse
   */
  Line(
      ServerWebSocket socket,
      HttpConnection connection,
      int mostBytesWaiting,
      int mostMessagesABeat,
      Ticker ticker) {
    this.socket = socket;
    this.connection = connection;
    this.mostMessagesABeat = mostMessagesABeat;
    this.ticker = ticker;
    socket.setWriteQueueMaxSize(mostBytesWaiting);
    expectWord();
  }

  /** Hands on each message until the end; who breaks the protocol is cut off. */
  void listen(Consumer<JsonObject> message, Runnable end) {
    socket.closeHandler(
        v -> {
          gone = true;
          end.run();
        });
    socket.exceptionHandler(
        e -> {
          log.debug("connection of a screen: {}", e.toString());
          close(TOO_LARGE, "broken or too large");
        });
    socket.binaryMessageHandler(b -> close(NOT_UNDERSTOOD, "text messages only"));
    socket.textMessageHandler(text -> received(text, message));
  }

  private void received(String text, Consumer<JsonObject> message) {
    if (gone) {
      return;
    }
    expectWord();
    if (++messages > mostMessagesABeat) {
      close(NOT_UNDERSTOOD, "too many messages");
      return;
    }
    try {
      message.accept(new JsonObject(text));
    } catch (DecodeException | ClassCastException e) {
      log.debug("a screen sent what is no message", e);
      close(NOT_UNDERSTOOD, "not a message of this protocol");
    }
  }

  /** The time in which it must say something begins. */
  void expectWord() {
    heardNanos = ticker.nanos();
  }

  /** Whether it has said nothing for too long. */
  boolean silent() {
    return ticker.nanos() - heardNanos > LONGEST_SILENCE.toNanos();
  }

  /** Whether it was closed, from either end. */
  boolean gone() {
    return gone;
  }

  /**
   * A second has passed. A peer that reads nothing does not read the goodbye either, and Vert.x
   * would wait for that to be written: then the connection is cut, with all that waits for it.
   */
  void beat() {
    messages = 0;
    if (gone && ++beatsGone > 1) {
      var unused = ((ConnectionBase) connection).channel().close();
    }
  }

  /** Whether too much waits for it. */
  boolean full() {
    return socket.writeQueueFull();
  }

  Future<Void> send(String text) {
    return socket.writeTextMessage(text);
  }

  /** Says why and closes; {@link #beat} sees to a peer that does not read it. */
  void bye(String reason, short code) {
    gone = true;
    socket.writeTextMessage(Messages.bye(reason));
    socket.close(code, reason);
  }

  /** Closes for a peer that broke the protocol. */
  void close(short code, String reason) {
    gone = true;
    socket.close(code, reason);
  }
}
