package org.wardlight.commissioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code types/<type>/golden.yaml}: bytes on the wire, and what they mean. */
record Golden(List<Case> cases, List<Write> writes) {

  /** What a unit says, and the values by point: a value, or a mapping with quality and reason. */
  record Case(String name, List<Exchange> exchanges, Map<String, Object> points) {}

  /** One request and its answer in hexadecimal, without header. */
  record Exchange(String request, String answer) {}

  /** What a value looks like when it is written. */
  record Write(String point, Object value, String request) {}

  static Path folder(String type) {
    return Bench.DEVICE_CONFIGS.resolve("types").resolve(type);
  }

  /** The ids of all device types. */
  static List<String> types() {
    try (Stream<Path> files = Files.list(Bench.DEVICE_CONFIGS.resolve("types"))) {
      return files
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<?, ?> yaml(Path file) {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return (Map<?, ?>) root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Golden of(String type) {
    Map<?, ?> root = yaml(folder(type).resolve("golden.yaml"));
    List<Case> cases = new ArrayList<>();
    for (Object each : list(root, "cases")) {
      Map<?, ?> one = (Map<?, ?>) each;
      List<Exchange> exchanges = new ArrayList<>();
      for (Object exchange : list(one, "exchanges")) {
        Map<?, ?> bytes = (Map<?, ?>) exchange;
        exchanges.add(new Exchange(hex(bytes, "request"), hex(bytes, "answer")));
      }
      Map<String, Object> points = new LinkedHashMap<>();
      if (one.get("points") instanceof Map<?, ?> given) {
        given.forEach((name, value) -> points.put(String.valueOf(name), value));
      }
      cases.add(new Case(String.valueOf(one.get("case")), exchanges, points));
    }
    List<Write> writes = new ArrayList<>();
    for (Object each : list(root, "writes")) {
      Map<?, ?> one = (Map<?, ?>) each;
      Object value = Objects.requireNonNull(one.get("value"), "a write needs a value");
      writes.add(new Write(String.valueOf(one.get("point")), value, hex(one, "request")));
    }
    return new Golden(cases, writes);
  }

  private static List<?> list(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  private static String hex(Map<?, ?> map, String key) {
    return String.valueOf(map.get(key)).replace(" ", "");
  }
}
