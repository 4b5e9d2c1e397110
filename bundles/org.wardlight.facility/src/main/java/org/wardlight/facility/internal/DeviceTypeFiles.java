package org.wardlight.facility.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.facility.internal.DeviceType.Protocol;
import org.wardlight.facility.internal.PointKinds.Kind;

/** Device types apart from a facility: which there are, and one of them read by itself. */
final class DeviceTypeFiles {
  private final Problems problems = new Problems();
  private final ConfigFiles files;
  private final Schemas schemas;

  /** The types that a facility in this directory would have. */
  DeviceTypeFiles(Path facility, @Nullable Path fallback) {
    Layout layout = new Layout(facility, fallback);
    files = new ConfigFiles(layout, Snapshot.take(layout), problems);
    schemas = new Schemas(files.shared("schema"), files, problems);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Path path : files.yamlFiles(files.shared("types"))) {
      names.add(String.valueOf(path.getFileName()).replaceFirst("\\.yaml$", ""));
    }
    return names;
  }

  /** The kinds of points; without those that are faulty, which is a problem then. */
  Map<String, Kind> kinds() {
    Section section = schemas.read(files.shared("point-kinds.yaml"), "point-kinds");
    return section == null ? Map.of() : PointKinds.read(section);
  }

  /** Reads the file of a type; null if it is faulty, which is a problem then. */
  @Nullable DeviceType read(String type) {
    Set<String> names = names();
    if (!names.contains(type)) {
      problems.add(
          files.shared("types").toString(),
          Yaml.Place.START,
          "there is no device type `" + type + "`" + DidYouMean.among(type, names));
      return null;
    }
    return read(type, file(type), null);
  }

  /** Where the file of a type lies, or would lie. */
  Path file(String type) {
    return files.shared("types").resolve(type + ".yaml");
  }

  /** Reads a type from a text as if it stood in this file. */
  @Nullable DeviceType read(String type, Path path, @Nullable String text) {
    Map<String, Kind> kinds = kinds();
    Map<String, Protocol> protocols = DeviceTypes.protocols(schemas.source("device-type"));
    DeviceTypes types = new DeviceTypes(kinds, kinds.keySet(), protocols);
    Section section =
        text == null ? schemas.read(path, "device-type") : schemas.read(path, text, "device-type");
    if (section != null) {
      types.add(section, type);
    }
    return problems.none() ? types.types().get(type) : null;
  }

  List<ConfigurationProblem> problems() {
    return problems.sorted();
  }
}
