package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A block of the scan plan on its way through the schedule. A refused block is halved until only
 * the refused registers are left out; ever more rarely it is tried as a whole again. While its unit
 * refuses everything one part after the other serves as a probe, so that a device that was out of
 * order is back soon after it works. Belongs to the link's event loop.
 */
final class Poll implements Request {
  /** First delay: a device that has just started may refuse for some seconds. */
  static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  static final Duration LAST_RETRY = Duration.ofHours(1);

  /** How often a block of a unit that refuses everything is probed. */
  static final Duration PROBE = Duration.ofSeconds(2);

  /** Where a poll stands in its schedule. */
  enum Stage {
    WAITING,
    READY,
    ASKED,
    /** Its schedule was replaced while it was under way. */
    RETIRED
  }

  final ReadBlock whole;
  final boolean once;
  final long periodNanos;
  Stage stage = Stage.WAITING;
  long dueNanos;

  /** It was asked for again while it was under way. */
  boolean again;

  private final List<ReadBlock> parts = new ArrayList<>();
  private final Set<ReadBlock> refused = new LinkedHashSet<>();
  private int at;
  private long retryNanos = FIRST_RETRY.toNanos();
  private long retryAt;
  private long probeAt;
  private int probes;
  private boolean probing;

  Poll(ReadBlock whole, long periodNanos, boolean once) {
    this.whole = whole;
    this.periodNanos = periodNanos;
    this.once = once;
    parts.add(whole);
  }

  /** The present part; there must be one. */
  ReadBlock part() {
    return parts.get(at);
  }

  @Override
  public int unit() {
    return whole.unit();
  }

  @Override
  public byte[] pdu() {
    return part().pdu();
  }

  /**
   * Begins a new round.
   *
   * @param outOfOrder whether the unit refuses everything
   */
  void begin(long now, boolean outOfOrder) {
    if (narrowed() && now - retryAt >= 0) {
      mend();
    } else if (outOfOrder && now - probeAt >= 0) {
      refused.remove(parts.get(probes++ % parts.size()));
      probing = true;
    }
    at = 0;
    skipRefused();
  }

  /** The next round asks for the whole block again. */
  void mend() {
    parts.clear();
    parts.add(whole);
    refused.clear();
    probing = false;
  }

  /** Whether nothing is left of the block. */
  boolean allRefused() {
    return refused.size() == parts.size();
  }

  /** Whether some of the block, or all, is asked otherwise than as a whole. */
  boolean narrowed() {
    return parts.size() > 1 || !refused.isEmpty();
  }

  private void skipRefused() {
    while (at < parts.size() && refused.contains(parts.get(at))) {
      at++;
    }
  }

  /** Whether this round has a part to ask. */
  boolean asks() {
    return at < parts.size();
  }

  /** Goes on to the next part; false if the round is over. */
  boolean next() {
    at++;
    skipRefused();
    return asks();
  }

  /** The device answered the present part; true if its unit refused everything until now. */
  boolean answered() {
    boolean back = probing;
    if (back) {
      mend();
      // The round goes on with the whole block.
      at = -1;
    } else if (!narrowed()) {
      retryNanos = FIRST_RETRY.toNanos();
    }
    return back;
  }

  /**
   * The device refused the present part: its halves take its place. False if it cannot be halved;
   * then it is left out of the coming rounds.
   */
  boolean narrow(long now) {
    if (!narrowed()) {
      retryAt = now + retryNanos;
      retryNanos = Math.min(2 * retryNanos, LAST_RETRY.toNanos());
    }
    List<ReadBlock> halves = part().halves();
    if (halves.isEmpty()) {
      refused.add(part());
      probing = false;
      probeAt = now + PROBE.toNanos();
      return false;
    }
    parts.remove(at);
    parts.addAll(at, halves);
    return true;
  }

  /** The parts that are left out. */
  Set<ReadBlock> refused() {
    return refused;
  }

  /** The parts from the present one on. */
  List<ReadBlock> rest() {
    return parts.subList(at, parts.size());
  }
}
