package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.time.Ticker;

/**
 * One connection: requests under way, answers, time limits. An answer belongs to a request only if
 * transaction, unit and function agree; where the framing knows no transactions, its length must
 * agree too. What comes late or unasked is dropped and counted. Lives on the link's event loop.
 *
 * <p>A request that outlasts its patience holds up nobody any more: where answers are identified,
 * others are sent meanwhile, and its answer is still taken until its timeout. Where they are not,
 * it has timed out.
 */
final class Exchange {
  /** So many requests may outlast their patience at a time. */
  static final int GREATEST_OVERDUE = 16;

  /** Hears what becomes of requests. Never called for a request twice. */
  interface Owner {
    /** A normal answer with the right function code, which is at this index. */
    void answered(Request request, ByteBuf in, int at, int length);

    void rejected(Request request, int code);

    void malformed(Request request, String what);

    /**
     * Nothing came in time.
     *
     * @param sent when it was sent, by the ticker
     */
    void timedOut(Request request, long sent);

    /** The connection is gone; requests that are still under way get no other call. */
    void lost(Exchange exchange, DriverFailure failure);
  }

  private final Owner owner;
  private final String peer;
  private final Framing framing;
  private final long timeoutNanos;
  private final Ticker ticker;
  private final Figures figures;
  private final Pace pace;
  private final int inFlight;
  private final @Nullable Request[] requests;
  private final int[] transactions;
  private final long[] sent;
  private final long[] overdueAt;
  private final long[] deadlines;

  /** Whether its round trip tells of the unit, and not of a dead one that it had to wait for. */
  private final boolean[] unhindered;

  private final ByteBuf received = Unpooled.buffer(260);
  private final Framing.Frame frame = new Framing.Frame();

  /** Without transactions: units whose answer may still come. */
  private final Map<Integer, Late> late = new HashMap<>();

  private @Nullable Wire wire;
  private @Nullable DriverFailure failure;
  private @Nullable String oddity;
  private boolean closing;
  private int underWay;
  private int lastTransaction;

  private record Late(long sent, long until) {}

  Exchange(
      Owner owner, String peer, LinkOptions options, Pace pace, Ticker ticker, Figures figures) {
    this.owner = owner;
    this.peer = peer;
    this.framing = options.framing();
    this.timeoutNanos = options.timeout().toNanos();
    this.ticker = ticker;
    this.figures = figures;
    this.pace = pace;
    inFlight = framing.identified() ? options.inFlight() : 1;
    int places = framing.identified() ? inFlight + GREATEST_OVERDUE : 1;
    requests = new Request[places];
    transactions = new int[places];
    sent = new long[places];
    overdueAt = new long[places];
    deadlines = new long[places];
    unhindered = new boolean[places];
  }

  /** The connection is there. */
  void connected(Wire newWire) {
    wire = newWire;
  }

  boolean free(long now) {
    return !closing && underWay < requests.length && underWay - overdue(now) < inFlight;
  }

  private int overdue(long now) {
    int count = 0;
    for (int i = 0; i < requests.length && underWay > 0; i++) {
      count += isOverdue(i, now) ? 1 : 0;
    }
    return count;
  }

  private boolean isOverdue(int slot, long now) {
    return requests[slot] != null && overdueAt[slot] - now <= 0;
  }

  /** Whether the unit has outlasted somebody's patience, and may still answer. */
  boolean overdue(int unit, long now) {
    for (int i = 0; i < requests.length && underWay > 0; i++) {
      Request request = requests[i];
      if (request != null && request.unit() == unit && isOverdue(i, now)) {
        return true;
      }
    }
    return false;
  }

  int underWay() {
    return underWay;
  }

  /**
   * Until when a unit should not be asked, because an answer that is overdue could be taken for
   * that of the next request; a time past if it may be asked now.
   */
  long heldUntilNanos(int unit, long now) {
    Late answer = late.get(unit);
    return answer == null ? now : answer.until();
  }

  /**
   * Sends a request; there must be a {@link #free} place.
   *
   * @param patience how long others wait for it, in nanoseconds
   */
  void send(Request request, long patience, long now) {
    Wire to = wire;
    if (to == null) {
      throw new IllegalStateException("not connected");
    }
    int slot = 0;
    while (requests[slot] != null) {
      slot++;
    }
    if (!framing.identified()) {
      // Whatever lies there belongs to the past.
      received.clear();
      oddity = null;
      late.remove(request.unit());
    }
    lastTransaction = (lastTransaction + 1) & 0xFFFF;
    requests[slot] = request;
    transactions[slot] = lastTransaction;
    sent[slot] = now;
    unhindered[slot] = overdue(now) == 0;
    overdueAt[slot] = now + Math.min(patience, timeoutNanos) + framing.wireNanos(request.pdu());
    deadlines[slot] =
        framing.identified()
            ? now + timeoutNanos + framing.wireNanos(request.pdu())
            : overdueAt[slot];
    underWay++;
    figures.requests.increment();
    ByteBuf out = to.buffer(request.pdu().length + 7);
    framing.pack(lastTransaction, request, out);
    to.send(out);
  }

  /** Ends what waited too long. */
  void expire(long now) {
    for (int i = 0; i < requests.length && underWay > 0; i++) {
      if (requests[i] != null && deadlines[i] - now <= 0) {
        Request request = take(i);
        if (!framing.identified()) {
          long wire = framing.wireNanos(request.pdu());
          late.put(request.unit(), new Late(sent[i], sent[i] + 2 * timeoutNanos + wire));
        }
        if (oddity == null) {
          figures.timeouts.increment();
          owner.timedOut(request, sent[i]);
        } else {
          malformed(request, oddity);
        }
      }
    }
  }

  /**
   * When the next request outlasts its patience or runs out of time, {@link Long#MAX_VALUE} if none
   * is under way.
   */
  long nextDeadlineNanos(long now) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < requests.length && underWay > 0; i++) {
      if (requests[i] != null) {
        next = Math.min(next, isOverdue(i, now) ? deadlines[i] : overdueAt[i]);
      }
    }
    return next;
  }

  /** Closes the connection for this reason; the owner is told by {@link Owner#lost}. */
  void close(DriverFailure why) {
    Wire open = wire;
    if (!closing && open != null) {
      closing = true;
      failure = why;
      open.close(() -> {});
    }
  }

  private Request take(int slot) {
    Request request = requests[slot];
    if (request == null) {
      throw new IllegalStateException("no request in slot " + slot);
    }
    requests[slot] = null;
    underWay--;
    return request;
  }

  /** Bytes arrived; they are copied. */
  void received(ByteBuf bytes) {
    if (closing) {
      return;
    }
    received.writeBytes(bytes);
    try {
      while (!closing && framing.unpack(received, requests[0], frame)) {
        answer();
      }
    } catch (Framing.NotModbus e) {
      close(new DriverFailure.Malformed(peer + " sent " + e.getMessage()));
    }
    received.discardReadBytes();
  }

  private void answer() {
    int slot = slot();
    Request request = slot < 0 ? null : requests[slot];
    if (request == null) {
      stray();
      return;
    }
    String wrong = wrong(request);
    if (wrong != null && !framing.identified()) {
      // Perhaps the answer of an earlier request; the right one may still come.
      stray();
      oddity = wrong;
      return;
    }
    take(slot);
    if (wrong != null) {
      malformed(request, wrong);
      return;
    }
    long took = ticker.nanos() - sent[slot];
    figures.roundTrip(took);
    if (received.getByte(frame.at) == request.pdu()[0]) {
      if (unhindered[slot]) {
        pace.answered(request.unit(), took);
      }
      owner.answered(request, received, frame.at, frame.length);
    } else {
      figures.refusals.increment();
      owner.rejected(request, received.getUnsignedByte(frame.at + 1));
    }
  }

  /** Nobody waits for the frame; whoever answered late is given more time from now on. */
  private void stray() {
    figures.strays.increment();
    Late answer = late.remove(frame.unit);
    if (answer != null) {
      pace.answered(frame.unit, ticker.nanos() - answer.sent());
    }
  }

  /** The request that the frame answers; negative if there is none. */
  private int slot() {
    if (!framing.identified()) {
      return 0;
    }
    int slot = requests.length - 1;
    while (slot >= 0 && (requests[slot] == null || transactions[slot] != frame.transaction)) {
      slot--;
    }
    return slot;
  }

  /** Why the frame is no answer to this request; null if it is one. */
  private @Nullable String wrong(Request request) {
    if (frame.unit != request.unit()) {
      return "unit " + frame.unit + " answered";
    }
    if (frame.length < 1) {
      return "the answer holds no function code";
    }
    int asked = request.pdu()[0];
    int function = received.getUnsignedByte(frame.at);
    if (function == (asked | 0x80) && frame.length == 2) {
      return null;
    }
    if (function != asked) {
      return "function " + function + " answered instead of " + asked;
    }
    if (!framing.identified() && frame.length != Pdu.answerLength(request.pdu())) {
      return "an answer of another length came";
    }
    return null;
  }

  /** The answer breaks the protocol. */
  void malformed(Request request, String what) {
    figures.malformed.increment();
    owner.malformed(request, what);
  }

  /** The connection has ended. */
  void gone(String why) {
    closing = true;
    owner.lost(this, failure == null ? new DriverFailure.Unreachable(why) : failure);
  }

  String peer() {
    return peer;
  }
}
