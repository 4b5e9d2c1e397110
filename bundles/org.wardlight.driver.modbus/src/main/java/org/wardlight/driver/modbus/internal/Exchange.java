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
 */
final class Exchange {
  /** Hears what becomes of requests. Never called for a request twice. */
  interface Owner {
    /** A normal answer with the right function code, which is at this index. */
    void answered(Request request, ByteBuf in, int at, int length);

    void rejected(Request request, int code);

    void malformed(Request request, String what);

    void timedOut(Request request);

    /** The connection is gone; requests that are still under way get no other call. */
    void lost(Exchange exchange, DriverFailure failure);
  }

  private final Owner owner;
  private final String peer;
  private final Framing framing;
  private final long timeoutNanos;
  private final Ticker ticker;
  private final Figures figures;
  private final @Nullable Request[] requests;
  private final int[] transactions;
  private final long[] sent;
  private final long[] deadlines;
  private final ByteBuf received = Unpooled.buffer(260);
  private final Framing.Frame frame = new Framing.Frame();

  /** Without transactions: units whose answer may still come, and until when it is waited for. */
  private final Map<Integer, Long> late = new HashMap<>();

  private @Nullable Wire wire;
  private @Nullable DriverFailure failure;
  private @Nullable String oddity;
  private boolean closing;
  private int underWay;
  private int lastTransaction;

  Exchange(Owner owner, String peer, LinkOptions options, Ticker ticker, Figures figures) {
    this.owner = owner;
    this.peer = peer;
    this.framing = options.framing();
    this.timeoutNanos = options.timeout().toNanos();
    this.ticker = ticker;
    this.figures = figures;
    int inFlight = framing.identified() ? options.inFlight() : 1;
    requests = new Request[inFlight];
    transactions = new int[inFlight];
    sent = new long[inFlight];
    deadlines = new long[inFlight];
  }

  /** The connection is there. */
  void connected(Wire newWire) {
    wire = newWire;
  }

  boolean free() {
    return !closing && underWay < requests.length;
  }

  int underWay() {
    return underWay;
  }

  /**
   * Until when a unit should not be asked, because an answer that is overdue could be taken for
   * that of the next request; a time past if it may be asked now.
   */
  long heldUntilNanos(int unit, long now) {
    Long until = late.get(unit);
    return until == null ? now : until;
  }

  /** Sends a request; there must be a {@link #free} place. */
  void send(Request request, long now) {
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
    deadlines[slot] = now + timeoutNanos + framing.wireNanos(request.pdu());
    underWay++;
    figures.requests.increment();
    ByteBuf out = to.buffer(request.pdu().length + 7);
    framing.pack(lastTransaction, request, out);
    to.send(out);
  }

  /** Ends what waited too long. */
  void expire(long now) {
    for (int i = 0; i < requests.length; i++) {
      if (requests[i] != null && deadlines[i] - now <= 0) {
        Request request = take(i);
        if (!framing.identified()) {
          late.put(request.unit(), now + timeoutNanos);
        }
        if (oddity == null) {
          figures.timeouts.increment();
          owner.timedOut(request);
        } else {
          malformed(request, oddity);
        }
      }
    }
  }

  /** When the next request runs out of time, {@link Long#MAX_VALUE} if none is under way. */
  long nextDeadlineNanos() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < requests.length; i++) {
      if (requests[i] != null) {
        next = Math.min(next, deadlines[i]);
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
      figures.strays.increment();
      late.remove(frame.unit);
      return;
    }
    String wrong = wrong(request);
    if (wrong != null && !framing.identified()) {
      // Perhaps the answer of an earlier request; the right one may still come.
      figures.strays.increment();
      late.remove(frame.unit);
      oddity = wrong;
      return;
    }
    take(slot);
    if (wrong != null) {
      malformed(request, wrong);
      return;
    }
    figures.roundTrip(ticker.nanos() - sent[slot]);
    if (received.getByte(frame.at) == request.pdu()[0]) {
      owner.answered(request, received, frame.at, frame.length);
    } else {
      figures.refusals.increment();
      owner.rejected(request, received.getUnsignedByte(frame.at + 1));
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
