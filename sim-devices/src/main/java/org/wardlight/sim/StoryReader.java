package org.wardlight.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads story files; every mistake says in which line it is. */
final class StoryReader {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|min|h)");
  private static final List<String> STORY_KEYS = List.of("story", "speed", "steps");
  private static final List<String> STEP_KEYS =
      List.of("at", "room", "do", "connection", "device", "fault");

  private final String name;

  private StoryReader(String name) {
    this.name = name;
  }

  static Story read(Path file) {
    try {
      return parse(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new SimulationException("there is no story file " + file, e);
    } catch (IOException e) {
      throw new SimulationException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static Story parse(String name, String text) {
    StoryReader reader = new StoryReader(name);
    LoadSettings settings = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return reader.story(root.orElseThrow(() -> new SimulationException(name + " is empty")));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
      throw new SimulationException(name + ":" + line + ": " + e.getProblem(), e);
    }
  }

  private Story story(Node root) {
    Map<String, Node> map = map(root, STORY_KEYS);
    double speed = map.containsKey("speed") ? number(need(root, map, "speed")) : 1;
    if (!(need(root, map, "steps") instanceof SequenceNode list)) {
      throw mistake(need(root, map, "steps"), "steps must be a list");
    }
    List<Story.Step> steps = new ArrayList<>();
    for (Node item : list.getValue()) {
      steps.add(step(item));
    }
    return new Story(word(need(root, map, "story")), speed, steps);
  }

  private Story.Step step(Node item) {
    Map<String, Node> map = map(item, STEP_KEYS);
    Duration at = duration(need(item, map, "at"));
    int line = line(item);
    if (!map.containsKey("fault")) {
      return new Story.Step(
          line, at, word(need(item, map, "room")), word(need(item, map, "do")), null);
    }
    Node target = map.containsKey("device") ? map.get("device") : map.get("connection");
    if (target == null) {
      throw mistake(item, "a fault needs a connection or a device");
    }
    try {
      Fault fault = Fault.of(word(need(item, map, "fault")));
      return new Story.Step(line, at, word(target), "", fault);
    } catch (SimulationException e) {
      throw mistake(need(item, map, "fault"), e.getMessage());
    }
  }

  private Map<String, Node> map(Node node, List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw mistake(node, "expected " + String.join(", ", known));
    }
    Map<String, Node> map = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = word(tuple.getKeyNode());
      if (!known.contains(key)) {
        throw mistake(
            tuple.getKeyNode(), SimulationException.unknown("key", key, known).getMessage());
      }
      map.put(key, tuple.getValueNode());
    }
    return map;
  }

  private Node need(Node parent, Map<String, Node> map, String key) {
    Node node = map.get(key);
    if (node == null) {
      throw mistake(parent, key + " is missing");
    }
    return node;
  }

  private String word(Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw mistake(node, "expected a word");
  }

  private double number(Node node) {
    try {
      double number = Double.parseDouble(word(node));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw mistake(node, "expected a number, found " + word(node));
    }
    throw mistake(node, "must be above 0");
  }

  private Duration duration(Node node) {
    Matcher matcher = DURATION.matcher(word(node));
    if (!matcher.matches()) {
      throw mistake(node, "expected a time such as 30s or 2min, found " + word(node));
    }
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "min" -> Duration.ofMinutes(n);
      default -> Duration.ofHours(n);
    };
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private SimulationException mistake(Node node, @Nullable String what) {
    return new SimulationException(name + ":" + line(node) + ": " + what);
  }
}
