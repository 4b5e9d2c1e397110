package org.wardlight.driver.modbus.internal;

import java.util.ArrayList;
import java.util.List;

/** A block of the scan plan on its way through the schedule. Belongs to the link's event loop. */
final class Poll implements Request {
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

  /** When a narrowed block is tried as a whole again. */
  private long wholeAgainNanos;

  private final List<ReadBlock> parts = new ArrayList<>();
  private int at;

  Poll(ReadBlock whole, long periodNanos, boolean once) {
    this.whole = whole;
    this.periodNanos = periodNanos;
    this.once = once;
    parts.add(whole);
  }

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

  /** Begins a new round over all parts. */
  void begin(long now) {
    at = 0;
    if (parts.size() > 1 && now - wholeAgainNanos >= 0) {
      parts.clear();
      parts.add(whole);
    }
  }

  /** Goes on to the next part; false if the round is over. */
  boolean next() {
    at++;
    return at < parts.size();
  }

  /** Replaces the present part by its halves; false if it cannot be narrowed further. */
  boolean narrow(long wholeAgain) {
    List<ReadBlock> halves = part().halves();
    if (halves.isEmpty()) {
      return false;
    }
    if (parts.size() == 1) {
      wholeAgainNanos = wholeAgain;
    }
    parts.remove(at);
    parts.addAll(at, halves);
    return true;
  }

  /** The parts from the present one on. */
  List<ReadBlock> rest() {
    return parts.subList(at, parts.size());
  }
}
