package org.wardlight.web.internal;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import org.wardlight.api.access.Terminals.Terminal;

/** One connected terminal. Lives on the event loop. */
final class BedsideScreen {
  /** What may wait for a terminal that does not read. */
  private static final int MOST_BYTES_WAITING = 64 * 1024;

  /** A terminal answers each beat; after so long without a word its line is dead. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  /** It sends a word a second and what is pressed; more than this within a second is abuse. */
  private static final int MOST_MESSAGES_A_BEAT = 30;

  /** Each step of light or temperature goes to disk: no finger is faster. */
  private static final int MOST_STEPS_A_BEAT = 5;

  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private final String token;
  private final Terminal terminal;
  private final BedStory story;
  private boolean live;
  private boolean gone;
  private long heardNanos;
  private int messages;
  private int steps;
  private int beatsGone;
  private String shown = "";

  BedsideScreen(
      ServerWebSocket socket,
      HttpConnection connection,
      String token,
      Terminal terminal,
      BedStory story,
      long nowNanos) {
    this.socket = socket;
    this.connection = connection;
    this.token = token;
    this.terminal = terminal;
    this.story = story;
    heardNanos = nowNanos;
    socket.setWriteQueueMaxSize(MOST_BYTES_WAITING);
  }

  String token() {
    return token;
  }

  Terminal terminal() {
    return terminal;
  }

  BedStory story() {
    return story;
  }

  /** Whether it has greeted and is shown its bed. */
  boolean live() {
    return live && !gone;
  }

  boolean gone() {
    return gone;
  }

  void nowLive() {
    live = true;
  }

  void leaves() {
    gone = true;
  }

  /** Counts a message; false if there were too many since the last beat. */
  boolean takesMessage(long nowNanos) {
    heardNanos = nowNanos;
    return ++messages <= MOST_MESSAGES_A_BEAT;
  }

  /** Counts a step of light or temperature; false if there were too many since the last beat. */
  boolean takesStep() {
    return ++steps <= MOST_STEPS_A_BEAT;
  }

  /**
   * A second has passed.
   *
   * @return whether the terminal is still there: it may have lost its power without a goodbye
   */
  boolean beat(long nowNanos) {
    messages = 0;
    steps = 0;
    if (gone && ++beatsGone > 1) {
      // A peer that reads nothing does not read the goodbye either.
      var unused = ((ConnectionBase) connection).channel().close();
    }
    return nowNanos - heardNanos <= LONGEST_SILENCE.toNanos();
  }

  /** Shows this unless it is what is shown already. */
  boolean show(String view, String frame) {
    if (view.equals(shown)) {
      return false;
    }
    shown = view;
    send(frame);
    return true;
  }

  void send(String text) {
    if (gone) {
      return;
    }
    if (socket.writeQueueFull()) {
      bye("too.slow", StationHub.TRY_LATER);
    } else {
      socket.writeTextMessage(text);
    }
  }

  /** Says why and closes. */
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
