package org.wardlight.web.internal;

import org.wardlight.api.access.Terminals.Terminal;

/** One connected terminal. Lives on the event loop. */
final class BedsideScreen {
  /** What may wait for a terminal that does not read. */
  static final int MOST_BYTES_WAITING = 64 * 1024;

  /** It sends a word a second and what is pressed; more than this within a second is abuse. */
  static final int MOST_MESSAGES_A_BEAT = 30;

  /** Each step of light or temperature goes to disk: no finger is faster. */
  private static final int MOST_STEPS_A_BEAT = 5;

  private final Line line;
  private final String token;
  private final Terminal terminal;
  private final BedStory story;
  private boolean live;
  private int steps;
  private String shown = "";

  BedsideScreen(Line line, String token, Terminal terminal, BedStory story) {
    this.line = line;
    this.token = token;
    this.terminal = terminal;
    this.story = story;
  }

  Line line() {
    return line;
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
    return live && !line.gone();
  }

  void nowLive() {
    live = true;
  }

  /** Counts a step of light or temperature; false if there were too many since the last beat. */
  boolean takesStep() {
    return ++steps <= MOST_STEPS_A_BEAT;
  }

  /** A second has passed. */
  void beat() {
    line.beat();
    steps = 0;
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
    if (line.gone()) {
      return;
    }
    if (line.full()) {
      line.bye("too.slow", Line.TRY_LATER);
    } else {
      line.send(text);
    }
  }
}
