package org.wardlight.sim;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.wardlight.sim.RegisterCodec.Table;

/**
 * Answers Modbus requests from the units' images: exception 0x0B for an unknown unit, 2 for an
 * unknown or not writable register, 3 for a value out of the point's bounds, 1 for a function that
 * it does not have.
 */
final class ModbusAnswers {
  static final int NO_FUNCTION = 1;
  static final int NO_ADDRESS = 2;
  static final int NO_VALUE = 3;
  static final int DEVICE_FAILED = 4;
  static final int TARGET_SILENT = 0x0B;
  private static final int COIL_ON = 0xff00;
  private static final int MOST_BITS = 2_000;
  private static final int MOST_REGISTERS = 125;

  private final Map<Integer, UnitImage> units;
  private final PointValues values;
  private final LongAdder served = new LongAdder();
  private volatile boolean exception;

  ModbusAnswers(Map<Integer, UnitImage> units, PointValues values) {
    this.units = units;
    this.values = values;
  }

  /** A refusal with its code. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code) {
      super("refused", null, false, false);
      this.code = code;
    }
  }

  /** From now on every request is answered with exception 4, or none is. */
  void exception(boolean on) {
    exception = on;
  }

  long served() {
    return served.sum();
  }

  static byte[] refusal(int function, int code) {
    return new byte[] {(byte) (function | 0x80), (byte) code};
  }

  /** The answer to a request, from the function code on. */
  byte[] answer(int unitId, byte[] pdu) {
    served.increment();
    UnitImage unit = units.get(unitId);
    if (exception || unit == null) {
      return refusal(pdu[0], exception ? DEVICE_FAILED : TARGET_SILENT);
    }
    try {
      return answer(unit, pdu, ByteBuffer.wrap(pdu, 1, pdu.length - 1));
    } catch (Refused e) {
      return refusal(pdu[0], e.code);
    } catch (BufferUnderflowException e) {
      return refusal(pdu[0], NO_VALUE);
    }
  }

  private byte[] answer(UnitImage unit, byte[] pdu, ByteBuffer in) throws Refused {
    return switch (pdu[0]) {
      case 1 -> read(pdu[0], unit, Table.COIL, in);
      case 2 -> read(pdu[0], unit, Table.DISCRETE_INPUT, in);
      case 3 -> read(pdu[0], unit, Table.HOLDING_REGISTER, in);
      case 4 -> read(pdu[0], unit, Table.INPUT_REGISTER, in);
      case 5 -> {
        write(unit, Table.COIL, word(in), register(word(in) == COIL_ON ? 1 : 0));
        yield pdu;
      }
      case 6 -> {
        write(unit, Table.HOLDING_REGISTER, word(in), register(word(in)));
        yield pdu;
      }
      case 15 -> {
        write(unit, Table.COIL, word(in), coils(in));
        yield Arrays.copyOf(pdu, 5);
      }
      case 16 -> {
        write(unit, Table.HOLDING_REGISTER, word(in), registers(in));
        yield Arrays.copyOf(pdu, 5);
      }
      case 22 -> {
        mask(unit, word(in), word(in), word(in));
        yield pdu;
      }
      case 23 -> {
        ByteBuffer read = ByteBuffer.allocate(4).putInt(in.getInt()).flip();
        write(unit, Table.HOLDING_REGISTER, word(in), registers(in));
        yield read(pdu[0], unit, Table.HOLDING_REGISTER, read);
      }
      default -> throw new Refused(NO_FUNCTION);
    };
  }

  private static int word(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }

  private static byte[] register(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  /** Quantity, count and packed bits, as one register (0 or 1) for each bit. */
  private static byte[] coils(ByteBuffer in) {
    int quantity = word(in);
    byte[] packed = new byte[in.get() & 0xff];
    in.get(packed);
    if (packed.length != (quantity + 7) / 8) {
      throw new BufferUnderflowException();
    }
    byte[] registers = new byte[quantity * 2];
    for (int i = 0; i < quantity; i++) {
      registers[i * 2 + 1] = (byte) ((packed[i / 8] >> (i % 8)) & 1);
    }
    return registers;
  }

  /** Quantity, count and registers. */
  private static byte[] registers(ByteBuffer in) {
    int quantity = word(in);
    byte[] registers = new byte[in.get() & 0xff];
    in.get(registers);
    if (registers.length != 2 * quantity) {
      throw new BufferUnderflowException();
    }
    return registers;
  }

  private static byte[] read(int function, UnitImage unit, Table table, ByteBuffer in)
      throws Refused {
    int address = word(in);
    int quantity = word(in);
    if (quantity < 1 || quantity > (table.ofBits() ? MOST_BITS : MOST_REGISTERS)) {
      throw new Refused(NO_VALUE);
    }
    unit.readAt(System.nanoTime());
    byte[] data = bytes(unit, table, address, quantity);
    return ByteBuffer.allocate(2 + data.length)
        .put((byte) function)
        .put((byte) data.length)
        .put(data)
        .array();
  }

  private static byte[] bytes(UnitImage unit, Table table, int address, int quantity)
      throws Refused {
    try {
      return table.ofBits()
          ? unit.bits(table, address, quantity)
          : unit.registers(table, address, quantity);
    } catch (UnitImage.NoSuchAddress e) {
      throw new Refused(NO_ADDRESS);
    }
  }

  private void mask(UnitImage unit, int address, int and, int or) throws Refused {
    byte[] now = bytes(unit, Table.HOLDING_REGISTER, address, 1);
    int value = ((now[0] & 0xff) << 8) | (now[1] & 0xff);
    write(unit, Table.HOLDING_REGISTER, address, register((value & and) | (or & ~and & 0xffff)));
  }

  private void write(UnitImage unit, Table table, int address, byte[] registers) throws Refused {
    List<UnitImage.Write> writes;
    try {
      writes = unit.decode(table, address, registers);
    } catch (UnitImage.NoSuchAddress e) {
      throw new Refused(NO_ADDRESS);
    }
    if (writes == null) {
      throw new Refused(NO_ADDRESS);
    }
    for (UnitImage.Write write : writes) {
      if (PointValues.outOfBounds(write.point(), write.value())) {
        throw new Refused(NO_VALUE);
      }
    }
    writes.forEach(w -> values.write(w.point().id(), w.value()));
  }
}
