package org.wardlight.sim;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilResponse;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.wardlight.api.point.Point;
import org.wardlight.sim.RegisterCodec.Table;
import org.wardlight.sim.UnitImage.NoSuchAddress;

/**
 * Answers Modbus requests from the units' images: exception 0x0B for an unknown unit, 2 for an
 * unknown or not writable register, 3 for a value out of the point's bounds, 1 for functions that
 * simple gateways do not have.
 */
final class RegisterServices implements ModbusServices {
  private static final int COIL_ON = 0xff00;

  private final Map<Integer, UnitImage> units;
  private final PointValues values;
  private final LongAdder served = new LongAdder();
  private volatile boolean exception;

  RegisterServices(Map<Integer, UnitImage> units, PointValues values) {
    this.units = units;
    this.values = values;
  }

  /** From now on every request is answered with exception 4, or none is. */
  void exception(boolean on) {
    exception = on;
  }

  long served() {
    return served.sum();
  }

  @Override
  public ReadCoilsResponse readCoils(ModbusRequestContext c, int unit, ReadCoilsRequest r)
      throws ModbusResponseException {
    return new ReadCoilsResponse(
        read(FunctionCode.READ_COILS, Table.COIL, unit, r.address(), r.quantity()));
  }

  @Override
  public ReadDiscreteInputsResponse readDiscreteInputs(
      ModbusRequestContext c, int unit, ReadDiscreteInputsRequest r)
      throws ModbusResponseException {
    return new ReadDiscreteInputsResponse(
        read(
            FunctionCode.READ_DISCRETE_INPUTS,
            Table.DISCRETE_INPUT,
            unit,
            r.address(),
            r.quantity()));
  }

  @Override
  public ReadHoldingRegistersResponse readHoldingRegisters(
      ModbusRequestContext c, int unit, ReadHoldingRegistersRequest r)
      throws ModbusResponseException {
    return new ReadHoldingRegistersResponse(
        read(
            FunctionCode.READ_HOLDING_REGISTERS,
            Table.HOLDING_REGISTER,
            unit,
            r.address(),
            r.quantity()));
  }

  @Override
  public ReadInputRegistersResponse readInputRegisters(
      ModbusRequestContext c, int unit, ReadInputRegistersRequest r)
      throws ModbusResponseException {
    return new ReadInputRegistersResponse(
        read(
            FunctionCode.READ_INPUT_REGISTERS,
            Table.INPUT_REGISTER,
            unit,
            r.address(),
            r.quantity()));
  }

  @Override
  public WriteSingleCoilResponse writeSingleCoil(
      ModbusRequestContext c, int unit, WriteSingleCoilRequest r) throws ModbusResponseException {
    byte[] register = {0, (byte) (r.value() == COIL_ON ? 1 : 0)};
    write(FunctionCode.WRITE_SINGLE_COIL, Table.COIL, unit, r.address(), register);
    return new WriteSingleCoilResponse(r.address(), r.value());
  }

  @Override
  public WriteSingleRegisterResponse writeSingleRegister(
      ModbusRequestContext c, int unit, WriteSingleRegisterRequest r)
      throws ModbusResponseException {
    byte[] register = {(byte) (r.value() >> 8), (byte) r.value()};
    write(FunctionCode.WRITE_SINGLE_REGISTER, Table.HOLDING_REGISTER, unit, r.address(), register);
    return new WriteSingleRegisterResponse(r.address(), r.value());
  }

  @Override
  public WriteMultipleCoilsResponse writeMultipleCoils(
      ModbusRequestContext c, int unit, WriteMultipleCoilsRequest r)
      throws ModbusResponseException {
    byte[] registers = new byte[r.quantity() * 2];
    for (int i = 0; i < r.quantity(); i++) {
      registers[i * 2 + 1] = (byte) ((r.values()[i / 8] >> (i % 8)) & 1);
    }
    write(FunctionCode.WRITE_MULTIPLE_COILS, Table.COIL, unit, r.address(), registers);
    return new WriteMultipleCoilsResponse(r.address(), r.quantity());
  }

  @Override
  public WriteMultipleRegistersResponse writeMultipleRegisters(
      ModbusRequestContext c, int unit, WriteMultipleRegistersRequest r)
      throws ModbusResponseException {
    write(
        FunctionCode.WRITE_MULTIPLE_REGISTERS,
        Table.HOLDING_REGISTER,
        unit,
        r.address(),
        r.values());
    return new WriteMultipleRegistersResponse(r.address(), r.quantity());
  }

  private byte[] read(FunctionCode function, Table table, int unitId, int address, int quantity)
      throws ModbusResponseException {
    UnitImage unit = unit(function, unitId);
    unit.readAt(System.nanoTime());
    try {
      return table.ofBits()
          ? unit.bits(table, address, quantity)
          : unit.registers(table, address, quantity);
    } catch (NoSuchAddress e) {
      throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
  }

  private void write(FunctionCode function, Table table, int unitId, int address, byte[] registers)
      throws ModbusResponseException {
    UnitImage unit = unit(function, unitId);
    List<UnitImage.Write> writes;
    try {
      writes = unit.decode(table, address, registers);
    } catch (NoSuchAddress e) {
      writes = null;
    }
    if (writes == null) {
      throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }
    for (UnitImage.Write write : writes) {
      if (outOfBounds(write.point(), write.value())) {
        throw new ModbusResponseException(function, ExceptionCode.ILLEGAL_DATA_VALUE);
      }
    }
    writes.forEach(w -> values.write(w.point().id(), w.value()));
  }

  /** Whether a device would refuse this value; a little slack for rounding. */
  static boolean outOfBounds(Point point, double value) {
    Double min = point.min();
    Double max = point.max();
    return (min != null && value < min - 1e-6) || (max != null && value > max + 1e-6);
  }

  private UnitImage unit(FunctionCode function, int unitId) throws ModbusResponseException {
    served.increment();
    if (exception) {
      throw new ModbusResponseException(function, ExceptionCode.SLAVE_DEVICE_FAILURE);
    }
    UnitImage unit = units.get(unitId);
    if (unit == null) {
      throw new ModbusResponseException(
          function, ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE);
    }
    return unit;
  }
}
