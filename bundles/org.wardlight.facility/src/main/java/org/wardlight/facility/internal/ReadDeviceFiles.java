package org.wardlight.facility.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.commission.DeviceFiles;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.facility.internal.DeviceType.TypePoint;

/** Configuration files for looking at devices beside the facility in force. */
@Component
public final class ReadDeviceFiles implements DeviceFiles {
  /** Stands for the place of a device that has none yet. */
  private static final String NOWHERE = "-";

  @Activate
  public ReadDeviceFiles() {}

  @Override
  public Facility facility(Path directory, @Nullable Path fallback) {
    FacilityReadout readout = FacilityReader.read(directory, fallback);
    Facility facility = readout.facility();
    if (facility == null) {
      throw readout.faulty();
    }
    return facility;
  }

  @Override
  public Set<String> types(Path directory, @Nullable Path fallback) {
    return new DeviceTypeFiles(directory, fallback).names();
  }

  @Override
  public List<Point> points(
      Path directory,
      @Nullable Path fallback,
      String type,
      String connection,
      Map<String, Object> device) {
    DeviceTypeFiles files = new DeviceTypeFiles(directory, fallback);
    DeviceType read = files.read(type);
    if (read == null) {
      throw FacilityReadout.faulty(files.problems());
    }
    Map<String, Object> own = settings(read, device);
    String object = String.valueOf(device.getOrDefault("object", type));
    List<Point> points = new ArrayList<>();
    for (TypePoint point : read.points()) {
      points.add(
          new Point(
              points.size(),
              type + "/" + point.name(),
              point.kind().kind(),
              NOWHERE,
              NOWHERE,
              point.kind().ofBed() ? "bed " + point.bed() : NOWHERE,
              type,
              connection,
              point.scan(),
              point.writable(),
              point.min(),
              point.max(),
              point.addressIn(read, own, object)));
    }
    return points;
  }

  /** The device's settings as a facility file would give them, without {@code object}. */
  private static Map<String, Object> settings(DeviceType type, Map<String, Object> device) {
    Set<String> wanted = type.protocol().deviceKeys();
    for (String key : device.keySet()) {
      if (!wanted.contains(key)) {
        throw new IllegalArgumentException(
            "a device of type %s has no setting `%s`; it has %s"
                .formatted(type.id(), key, String.join(", ", wanted)));
      }
    }
    for (String key : wanted) {
      if (!device.containsKey(key) && !key.equals("object")) {
        throw new IllegalArgumentException(
            "a device of type %s needs `%s`".formatted(type.id(), key));
      }
    }
    return device.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("object"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
