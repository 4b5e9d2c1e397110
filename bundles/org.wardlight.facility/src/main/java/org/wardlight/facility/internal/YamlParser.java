package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.wardlight.facility.internal.Yaml.Field;
import org.wardlight.facility.internal.Yaml.Place;

/**
 * Turns the text of one file into {@link Yaml}. Depth and size are bounded, so that no file can
 * exhaust the stack or, through aliases, the memory.
 */
final class YamlParser {
  /** Real files need six levels. */
  static final int MAX_DEPTH = 30;

  /** A ward of a hundred rooms has about 3,000 values. */
  static final long MAX_SIZE = 500_000;

  private static final Set<String> NOTHING = Set.of("", "~", "null");
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern FRACTION =
      Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{0,17})?([eE][-+]?[0-9]{1,2})?");

  private final String file;
  private final Problems problems;
  private final Map<Anchor, Yaml> anchors = new HashMap<>();
  private final Iterator<Event> events;

  private YamlParser(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The file's one value; null if it could not be read, which has then been reported. */
  static @Nullable Yaml parse(String file, String text, Problems problems) {
    try {
      return new YamlParser(file, text, problems).document();
    } catch (Unreadable e) {
      problems.add(file, e.at, e.getMessage());
    } catch (MarkedYamlEngineException e) {
      Place at = YamlMistakes.place(e);
      problems.add(file, at, YamlMistakes.explain(e, text, at));
    } catch (ReaderException e) {
      problems.add(
          file,
          placeOf(text, e.getPosition()),
          "the character U+%04X is not allowed in YAML: remove it".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      problems.add(file, Place.START, "this is not YAML: " + e.getMessage());
    }
    return null;
  }

  private @Nullable Yaml document() {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      problems.add(file, Place.START, "the file is empty");
      return null;
    }
    Yaml root = value(event, 0);
    next(); // the document's end
    Event after = next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new Unreadable(place(after), "a second document begins here: remove the '---'");
    }
    return root;
  }

  private Event next() {
    return events.next();
  }

  private Yaml value(Event event, int depth) {
    Place at = place(event);
    if (depth > MAX_DEPTH) {
      throw new Unreadable(at, "nested more than " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof AliasEvent alias) {
      Yaml target = anchors.get(alias.getAlias());
      if (target == null) {
        throw new Unreadable(at, "no '&" + alias.getAlias() + "' stands complete before this");
      }
      return target;
    }
    Yaml value;
    if (event instanceof ScalarEvent scalar) {
      value = new Yaml.Scalar(at, scalar.getValue(), meaning(scalar), scalar.isPlain());
    } else if (event instanceof SequenceStartEvent) {
      value = sequence(at, depth);
    } else if (event instanceof MappingStartEvent) {
      value = mapping(at, depth);
    } else {
      throw new IllegalStateException("unexpected event " + event);
    }
    NodeEvent node = (NodeEvent) event;
    if (hasTag(event)) {
      problems.add(file, at, "tags ('!…') are not understood here: write the plain value");
    }
    node.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
    return value;
  }

  private static boolean hasTag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag().isPresent();
    }
    return event instanceof CollectionStartEvent start && start.getTag().isPresent();
  }

  private Yaml sequence(Place at, int depth) {
    List<Yaml> items = new ArrayList<>();
    long size = 1;
    for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
      Yaml item = value(e, depth + 1);
      size = grown(size, item, at);
      items.add(item);
    }
    return new Yaml.Sequence(at, size, items);
  }

  private Yaml mapping(Place at, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    long size = 1;
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      Place keyAt = place(e);
      Yaml key = value(e, depth + 1);
      Yaml value = value(next(), depth + 1);
      size = grown(size, value, keyAt);
      if (!(key instanceof Yaml.Scalar scalar)) {
        problems.add(file, keyAt, "a key must be a word, not a list or a mapping");
        continue;
      }
      Field earlier = fields.putIfAbsent(scalar.text(), new Field(keyAt, value));
      if (earlier != null) {
        problems.add(
            file,
            keyAt,
            "`%s` is already set in line %d: remove one of the two"
                .formatted(scalar.text(), earlier.at().line()));
      }
    }
    return new Yaml.Mapping(at, size, fields);
  }

  private static long grown(long size, Yaml part, Place at) {
    long sum = size + part.size();
    if (sum > MAX_SIZE) {
      throw new Unreadable(
          at, "more than " + MAX_SIZE + " values: split the file or use fewer aliases");
    }
    return sum;
  }

  private static @Nullable Object meaning(ScalarEvent scalar) {
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return text;
    }
    if (NOTHING.contains(text)) {
      return null;
    }
    if ("true".equals(text) || "false".equals(text)) {
      return Boolean.valueOf(text);
    }
    if (INTEGER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number == (int) number) {
        return (int) number;
      }
      return number;
    }
    return FRACTION.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
  }

  private static Place place(Event event) {
    return event.getStartMark().map(YamlParser::place).orElse(Place.START);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Place placeOf(String text, int position) {
    int end = Math.min(position, text.length());
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(line, column);
  }

  /** The rest of the file cannot be read. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Place at;

    Unreadable(Place at, String message) {
      super(message);
      this.at = at;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
