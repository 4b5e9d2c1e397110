package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Protocol data units, encoded by the library. */
final class Pdu {
  static final int GREATEST_LENGTH = 253;
  static final int MASK_WRITE = 22;

  private Pdu() {}

  static byte[] read(Table table, int address, int count) {
    return encode(
        switch (table) {
          case COIL -> new ReadCoilsRequest(address, count);
          case DISCRETE_INPUT -> new ReadDiscreteInputsRequest(address, count);
          case HOLDING_REGISTER -> new ReadHoldingRegistersRequest(address, count);
          case INPUT_REGISTER -> new ReadInputRegistersRequest(address, count);
        });
  }

  static byte[] encode(ModbusRequestPdu request) {
    ByteBuffer out = ByteBuffer.allocate(GREATEST_LENGTH);
    try {
      DefaultRequestSerializer.INSTANCE.encode(request, out);
    } catch (ModbusException e) {
      throw new IllegalArgumentException("cannot be encoded: " + request, e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** How long the proper answer to a request is. */
  static int answerLength(byte[] request) {
    int quantity = ((request[3] & 0xFF) << 8) | (request[4] & 0xFF);
    return switch (request[0]) {
      case 1, 2 -> 2 + (quantity + 7) / 8;
      case 3, 4 -> 2 + 2 * quantity;
      case MASK_WRITE -> 7;
      default -> 5;
    };
  }

  /** How long the answer is that begins here, by its function; 0 if that is none that is asked. */
  static int answerLength(ByteBuf in, int at) {
    int function = in.getUnsignedByte(at);
    return switch (function) {
      case 1, 2, 3, 4 -> 2 + in.getUnsignedByte(at + 1);
      case 5, 6, 15, 16 -> 5;
      case MASK_WRITE -> 7;
      default -> (function & 0x80) == 0 ? 0 : 2;
    };
  }

  /** An exception code in words: "exception 2". */
  static String exception(int code) {
    return "exception " + code;
  }

  /** What the standard calls an exception code. */
  static String exceptionName(int code) {
    return ExceptionCode.from(code)
        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("not in the standard");
  }
}
