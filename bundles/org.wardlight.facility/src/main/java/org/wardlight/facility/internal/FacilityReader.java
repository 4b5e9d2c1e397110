package org.wardlight.facility.internal;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.facility.internal.DeviceType.Protocol;
import org.wardlight.facility.internal.PointKinds.Kind;
import org.wardlight.facility.internal.Yaml.Place;

/**
 * Reads a facility directory as a whole and finds every mistake in it at once. Plain code: needs no
 * container. Never throws for what stands in the files.
 */
public final class FacilityReader {
  private final Path directory;
  private final Snapshot snapshot;
  private final List<Driver> drivers;
  private final Problems problems = new Problems();
  private final ConfigFiles files;
  private final Schemas schemas;

  private FacilityReader(Layout layout, Snapshot snapshot, List<Driver> drivers) {
    this.directory = layout.place(Layout.FACILITY);
    this.snapshot = snapshot;
    this.drivers = drivers;
    this.files = new ConfigFiles(layout, snapshot, problems);
    this.schemas = new Schemas(files.shared("schema"), files, problems);
  }

  /**
   * Reads a facility.
   *
   * @param directory the facility's directory; its last name is the facility's id
   * @param fallback where {@code types}, {@code schema} and {@code point-kinds.yaml} are taken from
   *     if they are not two levels above the directory; null for nowhere
   */
  public static FacilityReadout read(Path directory, @Nullable Path fallback) {
    return read(directory, fallback, List.of());
  }

  /**
   * Reads a facility and asks drivers what of it they cannot do in time; see {@link
   * FacilityReadout#warnings}.
   */
  static FacilityReadout read(Path directory, @Nullable Path fallback, List<Driver> drivers) {
    Layout layout = new Layout(directory, fallback);
    return new FacilityReader(layout, Snapshot.take(layout), drivers).read();
  }

  /**
   * Reads a facility from these files, as if they lay in these places. Asks no driver: those that
   * run say themselves what they cannot do in time.
   */
  static FacilityReadout read(Layout layout, Snapshot files) {
    return new FacilityReader(layout, files, List.of()).read();
  }

  private FacilityReadout read() {
    if (!snapshot.hasDirectory(Layout.FACILITY)) {
      problems.add(directory.toString(), Place.START, "there is no such directory");
      return new FacilityReadout(problems.sorted());
    }
    Section kindsFile = schemas.read(files.shared("point-kinds.yaml"), "point-kinds");
    Map<String, Kind> kinds = kindsFile == null ? Map.of() : PointKinds.read(kindsFile);
    Map<String, Protocol> protocols = DeviceTypes.protocols(schemas.source("device-type"));
    Set<String> typeNames = new TreeSet<>();
    DeviceTypes reader =
        new DeviceTypes(kinds, kindsFile == null ? null : kindsFile.keys(), protocols);
    Map<String, DeviceType> types = types(reader, typeNames);
    Section connectionsFile = schemas.read(files.own("connections.yaml"), "connections");
    Map<String, ConnectionSpec> connections = connections(connectionsFile, protocols);
    CarePlans carePlans = new CarePlans(schemas.read(files.own("care.yaml"), "care"));
    Set<String> connectionNames = connectionsFile == null ? null : connectionsFile.keys();
    FacilityParts parts = new FacilityParts();
    WardReader wards =
        new WardReader(
            carePlans,
            new DeviceReader(types, typeNames, connections, connectionNames, parts),
            parts);
    Set<String> wardNames = new TreeSet<>();
    for (Path path : files.yamlFiles(files.own("wards"))) {
      wardNames.add(baseName(path));
      Section file = schemas.read(path, "ward");
      if (file != null) {
        wards.read(file, baseName(path));
      }
    }
    if (parts.wards.isEmpty() && problems.none()) {
      problems.add(files.own("wards").toString(), Place.START, "a facility needs a ward: add one");
    }
    return assemble(kinds, connections, connectionsFile, parts, wardNames);
  }

  private Map<String, DeviceType> types(DeviceTypes types, Set<String> names) {
    for (Path path : files.yamlFiles(files.shared("types"))) {
      names.add(baseName(path));
      Section file = schemas.read(path, "device-type");
      if (file != null) {
        types.add(file, baseName(path));
      }
    }
    return types.types();
  }

  private static Map<String, ConnectionSpec> connections(
      @Nullable Section file, Map<String, Protocol> protocols) {
    if (file == null) {
      return Map.of();
    }
    Set<String> schemes = new HashSet<>();
    protocols.values().forEach(protocol -> schemes.addAll(protocol.schemes()));
    return Connections.read(file, schemes);
  }

  private FacilityReadout assemble(
      Map<String, Kind> kinds,
      Map<String, ConnectionSpec> connections,
      @Nullable Section connectionsFile,
      FacilityParts parts,
      Set<String> wardNames) {
    Path alarmsFile = files.own("alarms.yaml");
    AlarmSettings alarms =
        AlarmsFile.read(
            files.exists(alarmsFile) ? schemas.read(alarmsFile, "alarms") : null, wardNames);
    Section file = schemas.read(files.own("facility.yaml"), "facility");
    String name = file == null ? null : file.text("name");
    String language = file == null ? null : file.text("language");
    ZoneId zone = file == null ? null : zone(file);
    if (!problems.none() || name == null || language == null || zone == null) {
      return new FacilityReadout(problems.sorted());
    }
    List<PointKind> pointKinds = kinds.values().stream().map(Kind::kind).toList();
    return new FacilityReadout(
        new Facility(
            baseName(directory.toAbsolutePath().normalize()),
            name,
            zone,
            Locale.forLanguageTag(language),
            parts.wards,
            pointKinds,
            new ArrayList<>(connections.values()),
            new ArrayList<>(parts.devices.values()),
            parts.points,
            alarms),
        List.of(),
        connectionsFile == null
            ? List.of()
            : overloads(connectionsFile, connections.values(), parts.points),
        new PlanLimits(schemas.definition("ward", "plan")));
  }

  /** What drivers cannot read in time, each at its connection. */
  private List<ConfigurationProblem> overloads(
      Section file, Collection<ConnectionSpec> connections, List<Point> points) {
    Problems overloads = new Problems();
    Map<String, List<Point>> byConnection =
        points.stream().collect(Collectors.groupingBy(Point::connection));
    for (ConnectionSpec connection : connections) {
      List<Point> its = byConnection.getOrDefault(connection.id(), List.of());
      for (Driver driver : drivers) {
        if (driver.schemes().contains(connection.endpoint().getScheme())) {
          overload(driver, connection, its)
              .forEach(
                  what ->
                      overloads.add(
                          file.file(),
                          file.at(connection.id()),
                          "`" + connection.id() + "`: " + what));
        }
      }
    }
    return overloads.sorted();
  }

  private static List<String> overload(
      Driver driver, ConnectionSpec connection, List<Point> points) {
    try {
      return driver.overload(connection, points);
    } catch (IllegalArgumentException e) {
      return List.of("its driver refuses it: " + e.getMessage());
    }
  }

  private static @Nullable ZoneId zone(Section file) {
    String text = file.text("zone");
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      file.problem(
          file.valueAt("zone"),
          "unknown time zone `%s`%s"
              .formatted(text, DidYouMean.among(text, ZoneId.getAvailableZoneIds())));
      return null;
    }
  }

  private static String baseName(Path path) {
    return String.valueOf(path.getFileName()).replaceFirst("\\.yaml$", "");
  }
}
