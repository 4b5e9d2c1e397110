package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.pdu.MaskWriteRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;

/**
 * One write, with the other ways to do it should the device not offer the first function. Whatever
 * may have reached the device ends as Unknown, never as Refused. Lives on the link's event loop.
 */
final class WriteJob implements Request {
  private static final int READ = 3;
  private static final int MASK_WRITE = 22;
  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ACKNOWLEDGE = 5;
  private static final int DEVICE_FAILURE = 4;
  private static final int TARGET_SILENT = 11;

  private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
  private final Point point;
  private final RegisterAddress address;
  private final boolean on;
  private final List<byte[]> ways;
  private int way;
  private byte[] pdu;

  private WriteJob(Point point, RegisterAddress address, double raw) {
    this.point = point;
    this.address = address;
    on = raw != 0;
    ways = ways(address, raw);
    pdu = ways.get(0);
  }

  /** A write that cannot be made at all. */
  static final class NotWritable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient DriverFailure failure;

    NotWritable(DriverFailure failure) {
      super(failure.detail());
      this.failure = failure;
    }

    DriverFailure failure() {
      return failure;
    }
  }

  /** Translates the value and checks it against the point's bounds and what its type can hold. */
  static WriteJob of(Point point, double value) throws NotWritable {
    RegisterAddress address;
    try {
      address = RegisterAddress.of(point.address());
    } catch (IllegalArgumentException e) {
      throw new NotWritable(new DriverFailure.Unsupported(point.name() + ": " + e.getMessage()));
    }
    if (!point.writable() || !address.table().writable) {
      throw new NotWritable(
          new DriverFailure.Unsupported(
              point.name() + " is not writable (" + address.table().word + ")"));
    }
    Double min = point.min();
    Double max = point.max();
    double raw = (value - address.offset()) / address.scale();
    RegisterType type = address.type();
    double rounded = type.isFloat() ? raw : Math.rint(raw);
    if (!Double.isFinite(value)
        || (min != null && value < min)
        || (max != null && value > max)
        || rounded < type.least
        || rounded > type.greatest) {
      throw new NotWritable(
          new DriverFailure.Rejected(
              "out of range",
              "%s cannot be set to %s: it takes %s to %s, its register %s to %s times %s plus %s"
                  .formatted(
                      point.name(),
                      value,
                      min == null ? "anything" : min,
                      max == null ? "anything" : max,
                      type.least,
                      type.greatest,
                      address.scale(),
                      address.offset())));
    }
    return new WriteJob(point, address, rounded);
  }

  private static List<byte[]> ways(RegisterAddress a, double raw) {
    boolean on = raw != 0;
    if (a.table() == Table.COIL) {
      return List.of(
          Pdu.encode(new WriteSingleCoilRequest(a.address(), on)),
          Pdu.encode(
              new WriteMultipleCoilsRequest(a.address(), 1, new byte[] {(byte) (on ? 1 : 0)})));
    }
    if (a.bit() >= 0) {
      int mask = 1 << a.order().wireBit(a.bit());
      return List.of(
          Pdu.encode(new MaskWriteRegisterRequest(a.address(), ~mask & 0xFFFF, on ? mask : 0)),
          Pdu.read(a.table(), a.address(), 1));
    }
    byte[] registers = a.order().put(a.type().bits(raw), a.type().words);
    byte[] several =
        Pdu.encode(new WriteMultipleRegistersRequest(a.address(), a.type().words, registers));
    if (a.type().words > 1) {
      return List.of(several);
    }
    int register = ((registers[0] & 0xFF) << 8) | (registers[1] & 0xFF);
    return List.of(Pdu.encode(new WriteSingleRegisterRequest(a.address(), register)), several);
  }

  CompletionStage<WriteOutcome> outcome() {
    return outcome;
  }

  @Override
  public int unit() {
    return address.unit();
  }

  @Override
  public byte[] pdu() {
    return pdu;
  }

  /** Skips ways that the unit is known not to offer. */
  void begin(Set<Integer> notOffered) {
    while (way + 1 < ways.size() && notOffered.contains(key())) {
      pdu = ways.get(++way);
    }
  }

  private int key() {
    return (unit() << 8) | pdu[0];
  }

  /** Takes the answer; true if the job is over, false if {@link #pdu} is to be asked next. */
  boolean answered(ByteBuf in, int at, int length) {
    if (pdu[0] == READ) {
      if (length != 4) {
        return fail(new DriverFailure.Malformed(point.name() + ": answer of wrong length"));
      }
      int mask = 1 << address.order().wireBit(address.bit());
      int register = in.getUnsignedShort(at + 2);
      register = on ? register | mask : register & ~mask;
      pdu = Pdu.encode(new WriteSingleRegisterRequest(address.address(), register));
      return false;
    }
    int echoed = pdu[0] == MASK_WRITE ? 7 : 5;
    boolean same = length == echoed;
    for (int i = 1; same && i < echoed; i++) {
      same = in.getByte(at + i) == pdu[i];
    }
    if (!same) {
      return fail(
          new DriverFailure.Malformed(point.name() + ": the device confirmed something else"));
    }
    return finish(new WriteOutcome.Done());
  }

  /** Takes a refusal; true if the job is over. */
  boolean rejected(int code, Set<Integer> notOffered) {
    if (code == ILLEGAL_FUNCTION && way + 1 < ways.size()) {
      notOffered.add(key());
      pdu = ways.get(++way);
      return false;
    }
    DriverFailure failure =
        new DriverFailure.Rejected(
            Pdu.exception(code),
            "%s (unit %d): the device refused to write, %s"
                .formatted(point.name(), unit(), Pdu.exceptionName(code)));
    // Begun, given up half-way or lost behind the gateway: it may have happened.
    boolean unclear = code == ACKNOWLEDGE || code == DEVICE_FAILURE || code == TARGET_SILENT;
    return unclear ? fail(failure) : finish(new WriteOutcome.Refused(failure));
  }

  /** No proper answer came; true, as the job is over. */
  boolean fail(DriverFailure failure) {
    return finish(
        pdu[0] == READ ? new WriteOutcome.Refused(failure) : new WriteOutcome.Unknown(failure));
  }

  /** It was never sent. */
  void refuse(DriverFailure failure) {
    finish(new WriteOutcome.Refused(failure));
  }

  private boolean finish(WriteOutcome result) {
    outcome.complete(result);
    return true;
  }
}
