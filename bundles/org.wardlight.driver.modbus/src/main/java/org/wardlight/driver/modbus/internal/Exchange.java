package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;

/**
 * One TCP connection: frames, transaction ids, time limits. An answer belongs to a request only if
 * transaction, unit and function agree; what comes late or unasked is dropped and counted. Lives on
 * the channel's event loop.
 */
final class Exchange extends ByteToMessageDecoder {
  private static final int HEADER = 6;
  private static final int GREATEST_FRAME = 1 + Pdu.GREATEST_LENGTH;

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
  private final long timeoutNanos;
  private final @Nullable Request[] requests;
  private final int[] transactions;
  private final long[] deadlines;
  private @Nullable Channel channel;
  private @Nullable DriverFailure failure;
  private boolean closing;
  private int underWay;
  private int lastTransaction;
  private long strays;

  Exchange(Owner owner, String peer, long timeoutNanos, int inFlight) {
    this.owner = owner;
    this.peer = peer;
    this.timeoutNanos = timeoutNanos;
    requests = new Request[inFlight];
    transactions = new int[inFlight];
    deadlines = new long[inFlight];
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  boolean free() {
    return !closing && underWay < requests.length;
  }

  int underWay() {
    return underWay;
  }

  long strays() {
    return strays;
  }

  /** Sends a request; there must be a {@link #free} place. */
  void send(Request request, long now) {
    Channel to = channel;
    if (to == null) {
      throw new IllegalStateException("not connected");
    }
    int slot = 0;
    while (requests[slot] != null) {
      slot++;
    }
    lastTransaction = (lastTransaction + 1) & 0xFFFF;
    requests[slot] = request;
    transactions[slot] = lastTransaction;
    deadlines[slot] = now + timeoutNanos;
    underWay++;
    byte[] pdu = request.pdu();
    ByteBuf frame = to.alloc().buffer(HEADER + 1 + pdu.length);
    frame.writeShort(lastTransaction).writeShort(0).writeShort(1 + pdu.length);
    frame.writeByte(request.unit()).writeBytes(pdu);
    // The void promise allocates nothing; a failed write arrives in exceptionCaught.
    ChannelFuture unused = to.writeAndFlush(frame, to.voidPromise());
  }

  /** Ends what waited too long. */
  void expire(long now) {
    for (int i = 0; i < requests.length; i++) {
      if (requests[i] != null && deadlines[i] - now <= 0) {
        owner.timedOut(take(i));
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
    if (!closing) {
      closing = true;
      failure = why;
      Channel open = channel;
      if (open != null) {
        ChannelFuture unused = open.close();
      }
    }
  }

  /** The requests that are under way. */
  List<Request> unanswered() {
    return Arrays.stream(requests).flatMap(Stream::ofNullable).toList();
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

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (closing) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < HEADER) {
      return;
    }
    int at = in.readerIndex();
    int protocol = in.getUnsignedShort(at + 2);
    int length = in.getUnsignedShort(at + 4);
    if (protocol != 0 || length < 1 || length > GREATEST_FRAME) {
      in.skipBytes(in.readableBytes());
      close(new DriverFailure.Malformed(peer + " sent what is no Modbus TCP frame"));
      return;
    }
    if (in.readableBytes() >= HEADER + length) {
      in.skipBytes(HEADER + length);
      frame(in, at, length);
    }
  }

  private void frame(ByteBuf in, int at, int length) {
    int transaction = in.getUnsignedShort(at);
    int slot = 0;
    while (slot < requests.length
        && (requests[slot] == null || transactions[slot] != transaction)) {
      slot++;
    }
    if (slot == requests.length) {
      strays++;
      return;
    }
    Request request = take(slot);
    int unit = in.getUnsignedByte(at + HEADER);
    if (unit != request.unit()) {
      owner.malformed(request, "unit " + unit + " answered");
    } else if (length < 2) {
      owner.malformed(request, "the answer holds no function code");
    } else {
      int asked = request.pdu()[0];
      int function = in.getUnsignedByte(at + HEADER + 1);
      if (function == asked) {
        owner.answered(request, in, at + HEADER + 1, length - 1);
      } else if (function == (asked | 0x80) && length == 3) {
        owner.rejected(request, in.getUnsignedByte(at + HEADER + 2));
      } else {
        owner.malformed(request, "function " + function + " answered instead of " + asked);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    closing = true;
    super.channelInactive(ctx);
    DriverFailure why = failure;
    owner.lost(
        this, why == null ? new DriverFailure.Unreachable(peer + " closed the connection") : why);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close(new DriverFailure.Unreachable("connection to " + peer + " broke: " + cause.getMessage()));
  }
}
