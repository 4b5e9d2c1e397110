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
  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ACKNOWLEDGE = 5;
  private static final int DEVICE_FAILURE = 4;
  private static final int TARGET_SILENT = 11;

  private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
  private final Point point;
  private final RegisterAddress address;
  private final Layout.Value layout;
  private final boolean on;
  private final List<byte[]> ways;
  private int way;
  private byte[] pdu;

  private WriteJob(Point point, RegisterAddress address, Layout.Value layout, double raw) {
    this.point = point;
    this.address = address;
    this.layout = layout;
    on = raw != 0;
    ways = ways(address, layout, raw);
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
      address = RegisterAddress.of(point);
    } catch (IllegalArgumentException e) {
      throw new NotWritable(new DriverFailure.Unsupported(point.name() + ": " + e.getMessage()));
    }
    if (!point.writable()
        || !address.table().writable
        || !(address.layout() instanceof Layout.Value layout)) {
      throw new NotWritable(
          new DriverFailure.Unsupported(
              point.name() + " is not writable (" + address.table().word + ")"));
    }
    Double min = point.min();
    Double max = point.max();
    double raw = layout.raw(value);
    RegisterType type = layout.type();
    // Written so that NaN, which stands for no raw value, is refused too.
    boolean fits = raw >= type.least && raw <= type.greatest;
    if (!fits || (min != null && value < min) || (max != null && value > max)) {
      throw new NotWritable(
          new DriverFailure.Rejected(
              "out of range",
              "%s cannot be set to %s: it takes %s to %s, its register %s to %s%s"
                  .formatted(
                      point.name(),
                      value,
                      min == null ? "anything" : min,
                      max == null ? "anything" : max,
                      type.least,
                      type.greatest,
                      layout.states() == null
                          ? " times " + layout.scale() + " plus " + layout.offset()
                          : " and only what its states name")));
    }
    return new WriteJob(point, address, layout, raw);
  }

  private static List<byte[]> ways(RegisterAddress a, Layout.Value layout, double raw) {
    boolean on = raw != 0;
    int at = a.address();
    if (a.table() == Table.COIL) {
      return List.of(
          Pdu.encode(new WriteSingleCoilRequest(at, on)),
          Pdu.encode(new WriteMultipleCoilsRequest(at, 1, new byte[] {(byte) (on ? 1 : 0)})));
    }
    if (layout.bit() >= 0) {
      int mask = 1 << layout.order().wireBit(layout.bit());
      return List.of(
          Pdu.encode(new MaskWriteRegisterRequest(at, ~mask & 0xFFFF, on ? mask : 0)),
          Pdu.read(a.table(), at, 1));
    }
    int words = layout.type().words;
    byte[] registers = layout.order().put(layout.type().bits(raw), words);
    byte[] several = Pdu.encode(new WriteMultipleRegistersRequest(at, words, registers));
    if (words > 1) {
      return List.of(several);
    }
    int register = ((registers[0] & 0xFF) << 8) | (registers[1] & 0xFF);
    return List.of(Pdu.encode(new WriteSingleRegisterRequest(at, register)), several);
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
      int mask = 1 << layout.order().wireBit(layout.bit());
      int register = in.getUnsignedShort(at + 2);
      register = on ? register | mask : register & ~mask;
      pdu = Pdu.encode(new WriteSingleRegisterRequest(address.address(), register));
      return false;
    }
    int echoed = pdu[0] == Pdu.MASK_WRITE ? 7 : 5;
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
