package org.wardlight.web.internal;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.time.Lanes;
import org.wardlight.web.internal.Portions.Portion;

/** One connected screen. Lives on the event loop. */
final class Station {
  /** What may wait for a screen that does not read. */
  static final int MOST_BYTES_WAITING = 4 * 1024 * 1024;

  /** A screen greets and takes its snapshot in this time or is cut off. */
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private static final Pattern SCREEN = Pattern.compile("[a-z0-9-]{1,40}");
  private static final AtomicLong NAMELESS = new AtomicLong();

  /** A screen sends a message now and then; more than this within a second is abuse. */
  static final int MOST_MESSAGES_A_BEAT = 50;

  /** Where a station stands. */
  enum State {
    CONNECTED,
    /** It said hello and waits for its snapshot, or reads it. */
    STARTING,
    /** It has everything up to the last delta. */
    LIVE,
    GONE
  }

  private final Line line;
  private final String token;
  private final User user;
  private State state = State.CONNECTED;
  private long startingNanos;
  private String room = "";
  private String ward = "";
  private String screen;
  private final Deque<Portion> rest = new ArrayDeque<>();

  Station(Line line, String token, User user, long nowNanos) {
    this.line = line;
    this.token = token;
    this.user = user;
    startingNanos = nowNanos;
    screen = "screen-" + NAMELESS.incrementAndGet();
  }

  Line line() {
    return line;
  }

  String token() {
    return token;
  }

  User user() {
    return user;
  }

  State state() {
    return line.gone() ? State.GONE : state;
  }

  boolean live() {
    return state() == State.LIVE;
  }

  void starting(long nowNanos) {
    state = State.STARTING;
    startingNanos = nowNanos;
    rest.clear();
  }

  /** Its snapshot leaves these portions open. */
  void leave(List<Portion> open) {
    rest.clear();
    rest.addAll(open);
  }

  /** How many portions its snapshot has left open, less those that it got since. */
  int left() {
    return rest.size();
  }

  /** The next portion that is to be sent to it; null if there is none, or not now. */
  @Nullable Portion nextPortion() {
    return live() ? rest.pollFirst() : null;
  }

  /** From now on it gets each delta and beat, and is expected to answer. */
  void nowLive() {
    state = State.LIVE;
    line.expectWord();
  }

  /** Whether it takes too long to say hello or to read its snapshot. */
  boolean startsTooSlowly(long nowNanos) {
    return !live() && nowNanos - startingNanos > LONGEST_START.toNanos();
  }

  /** The watched room; empty for none. */
  String room() {
    return room;
  }

  void watch(String newRoom) {
    room = newRoom;
  }

  /** From now on it shows this ward; empty for all. */
  void showOnly(@Nullable String newWard) {
    ward = newWard == null ? "" : newWard;
  }

  /** The ward it shows; empty for all. */
  String ward() {
    return ward;
  }

  boolean shows(String anyWard) {
    return ward.isEmpty() || ward.equals(anyWard) || anyWard.equals(Lanes.FACILITY);
  }

  /** The name under which it is known in the journal; what is no name leaves it as it is. */
  void calls(@Nullable String itself) {
    if (itself != null && SCREEN.matcher(itself).matches()) {
      screen = itself;
    }
  }

  String screen() {
    return screen;
  }

  /** Whether it does not answer what it is told. */
  boolean silent() {
    return live() && line.silent();
  }

  Future<Void> send(String text) {
    return line.send(text);
  }
}
