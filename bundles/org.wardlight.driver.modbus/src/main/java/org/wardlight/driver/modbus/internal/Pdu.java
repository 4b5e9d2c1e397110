package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Protocol data units, encoded by the library. */
final class Pdu {
  static final int GREATEST_LENGTH = 253;

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
