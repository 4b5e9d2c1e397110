package org.wardlight.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/** The units behind one Modbus connection; how bytes reach them is up to the subclasses. */
abstract class ModbusEndpoint implements Endpoint {
  final String name;
  final ModbusFrames frames;
  private final PointValues values;
  private final ModbusAnswers answers;
  private final Map<Integer, UnitImage> units = new HashMap<>();
  private final Map<String, Integer> unitOfDevice = new HashMap<>();
  private final Map<Integer, Fault> unitFaults = new ConcurrentHashMap<>();

  ModbusEndpoint(String name, ModbusFrames frames, PointValues values) {
    this.name = name;
    this.frames = frames;
    this.values = values;
    answers = new ModbusAnswers(units, values);
  }

  @Override
  public final void add(Point point) {
    RegisterCodec codec = RegisterCodec.of(point);
    UnitImage unit = units.computeIfAbsent(codec.unit(), u -> new UnitImage());
    unit.add(point, codec);
    unitOfDevice.put(point.device(), codec.unit());
    values.listen(point.id(), (p, value) -> unit.show(codec, value));
  }

  @Override
  public void fault(Fault fault) {
    answers.exception(fault == Fault.EXCEPTION);
  }

  @Override
  public final void fault(String device, Fault fault) {
    Integer unit = unitOfDevice.get(device);
    if (unit == null) {
      throw new SimulationException("device " + device + " has no point on " + name);
    }
    unitFaults.put(unit, fault);
  }

  /** The fault of the unit that is asked. */
  final Fault faultOf(ModbusFrames.Request request) {
    return unitFaults.getOrDefault(request.unit, Fault.NONE);
  }

  /** The answer to a request; null if the unit is silent. */
  final byte @Nullable [] answer(ModbusFrames.Request request) {
    Fault fault = faultOf(request);
    // On a line nobody answers for a unit that is not there; a gateway does.
    boolean missing = fault == Fault.OFF || !units.containsKey(request.unit);
    if (fault == Fault.SILENT || (missing && frames == ModbusFrames.RTU)) {
      return null;
    }
    return switch (fault) {
      case EXCEPTION -> ModbusAnswers.refusal(request.function(), ModbusAnswers.DEVICE_FAILED);
      case OFF -> ModbusAnswers.refusal(request.function(), ModbusAnswers.TARGET_SILENT);
      default -> answers.answer(request.unit, request.pdu);
    };
  }

  @Override
  public final long served() {
    return answers.served();
  }

  @Override
  public final long takeLongestNanos() {
    long now = System.nanoTime();
    return units.values().stream().mapToLong(u -> u.takeLongestNanos(now)).max().orElse(0);
  }
}
