package org.wardlight.facility.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Space;
import org.wardlight.facility.internal.DeviceType.TypePoint;

/** Reads the devices of a room or common space and makes their points. */
final class DeviceReader {
  private static final Set<String> DEVICE_KEYS = Set.of("type", "connection", "object", "without");

  private final Map<String, DeviceType> types;
  private final Set<String> knownTypes;
  private final Map<String, ConnectionSpec> connections;
  private final @Nullable Set<String> knownConnections;
  private final FacilityParts parts;

  /**
   * Reads devices of these types on these connections.
   *
   * @param knownTypes also those that could not be read: naming one is no further mistake
   * @param knownConnections likewise; null if their file could not be read at all
   */
  DeviceReader(
      Map<String, DeviceType> types,
      Set<String> knownTypes,
      Map<String, ConnectionSpec> connections,
      @Nullable Set<String> knownConnections,
      FacilityParts parts) {
    this.types = types;
    this.knownTypes = knownTypes;
    this.connections = connections;
    this.knownConnections = knownConnections;
    this.parts = parts;
  }

  /** Reads {@code devices} of this section. */
  void read(Section section, String ward, String room, List<Space> spaces, List<Bed> beds) {
    Section devices = section.section("devices");
    if (devices == null) {
      return;
    }
    devices
        .sections()
        .forEach(
            (id, device) -> {
              if (parts.take("device", id, "device `" + id + "`", devices, devices.at(id))) {
                device(id, device, new Where(ward, room, spaces, beds));
              }
            });
  }

  private record Where(String ward, String room, List<Space> spaces, List<Bed> beds) {}

  private void device(String id, Section section, Where where) {
    String typeId = section.known("type", "device type", knownTypes);
    String connectionId = section.known("connection", "connection", knownConnections);
    DeviceType type = typeId == null ? null : types.get(typeId);
    if (type == null || typeId == null || connectionId == null) {
      return;
    }
    Map<String, Object> own = section.plain();
    own.keySet().removeAll(DEVICE_KEYS);
    String object = section.has("object") ? section.text("object") : id;
    checkSettings(section, type);
    checkConnection(section, type, connectionId);
    if (object == null) {
      return;
    }
    Map<String, Object> identity = new LinkedHashMap<>(own);
    if (type.protocol().deviceKeys().contains("object")) {
      identity.put("object", object);
    }
    String shown = "%s of connection `%s`".formatted(words(identity), connectionId);
    String firstKey = identity.keySet().stream().findFirst().orElse("connection");
    parts.take("address", connectionId + identity, shown, section, section.valueAt(firstKey));
    parts.devices.put(id, new Device(id, typeId, connectionId, where.room()));
    Set<String> without = without(section, type);
    Map<String, String> spaces = new LinkedHashMap<>();
    for (TypePoint point : type.points()) {
      if (!without.contains(point.name())) {
        String space = place(point, where, section, type);
        if (space != null) {
          spaces.put(point.name(), space);
        }
      }
    }
    for (TypePoint point : type.points()) {
      String space = spaces.get(point.name());
      if (space != null) {
        parts.points.add(
            new Point(
                parts.points.size(),
                id + "/" + point.name(),
                point.kind().kind(),
                where.ward(),
                where.room(),
                space,
                id,
                connectionId,
                point.scan(),
                point.writable(),
                point.min(),
                point.max(),
                supervision(point.supervision(), id, spaces.keySet()),
                parts.shared(point.addressIn(type, own, object))));
      }
    }
  }

  /** With the full names of the points that it depends on; the device may lack some of them. */
  private static Supervision supervision(Supervision ofType, String device, Set<String> present) {
    if (ofType.dependsOn().isEmpty()) {
      return ofType;
    }
    return new Supervision(
        ofType.debounce(),
        ofType.chatterPerMinute(),
        ofType.stuckAfter(),
        ofType.dependsOn().stream()
            .filter(present::contains)
            .map(name -> device + "/" + name)
            .collect(Collectors.toSet()));
  }

  private static String words(Map<String, Object> identity) {
    StringBuilder words = new StringBuilder();
    identity.forEach(
        (key, value) ->
            words.append(words.isEmpty() ? "" : ", ").append(key).append(' ').append(value));
    return words.toString();
  }

  private static void checkSettings(Section section, DeviceType type) {
    Set<String> wanted = type.protocol().deviceKeys();
    for (String key : section.keys()) {
      if (("object".equals(key) || !DEVICE_KEYS.contains(key)) && !wanted.contains(key)) {
        section
            .problems()
            .addUnlessKnown(
                section.file(),
                section.at(key),
                "`%s` does not belong to a device of protocol %s: remove it"
                    .formatted(key, type.protocol().id()));
      }
    }
    for (String key : wanted) {
      if (!section.has(key) && !"object".equals(key)) {
        section.problem(section.at("type"), "`%s` is missing".formatted(key));
      }
    }
  }

  private void checkConnection(Section section, DeviceType type, String connectionId) {
    ConnectionSpec connection = connections.get(connectionId);
    if (connection != null
        && !type.protocol().schemes().contains(connection.endpoint().getScheme())) {
      section.problem(
          section.valueAt("connection"),
          "a `%s` speaks %s, but the endpoint of `%s` is `%s`"
              .formatted(type.id(), type.protocol().id(), connectionId, connection.endpoint()));
    }
  }

  private static Set<String> without(Section section, DeviceType type) {
    Set<String> without = new HashSet<>(section.texts("without"));
    for (String name : without) {
      if (!type.pointNames().contains(name)) {
        section.problem(
            section.valueAt("without"),
            "`%s` has no point `%s`%s"
                .formatted(type.id(), name, DidYouMean.among(name, type.pointNames())));
      }
    }
    return without;
  }

  /** The space or bed that the point belongs to; null if the room has no such bed or space. */
  private static @Nullable String place(
      TypePoint point, Where where, Section section, DeviceType type) {
    if (point.kind().ofBed()) {
      return point.bed() <= where.beds().size() ? where.beds().get(point.bed() - 1).id() : null;
    }
    for (Space space : where.spaces()) {
      if (point.kind().ofDevice() || space.kind() == point.kind().kind().space()) {
        return space.id();
      }
    }
    section.problem(
        section.valueAt("type"),
        ("`%s` of `%s` belongs to the %s, which `%s` does not have: add the space, or"
                + " `without: [%s]` to the device")
            .formatted(
                point.name(),
                type.id(),
                point.kind().kind().space().name().toLowerCase(Locale.ROOT),
                where.room(),
                point.name()));
    return null;
  }
}
