package org.wardlight.store.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Reason;

/**
 * The canonical form of an event: one JSON object, {@code type} first, then the record's components
 * in their order, the arguments of a reason sorted by key, absent values left out, no spaces. The
 * same event always gives the same text, and the text is what the chain's hashes cover. A component
 * that an older entry lacks reads as null, false or 0.
 */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, Shape> SHAPES = shapes();

  private EventJson() {}

  static String write(AlarmEvent event) {
    Shape shape = shape(event.getClass().getSimpleName());
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("type", event.getClass().getSimpleName());
      for (RecordComponent component : shape.components()) {
        Object value = component.getAccessor().invoke(event);
        if (value != null) {
          json.writeFieldName(component.getName());
          writeValue(json, value);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + event.getClass(), e);
    }
    return text.toString();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Reason reason) {
      json.writeStartObject();
      json.writeStringField("key", reason.key());
      json.writeObjectFieldStart("args");
      for (Map.Entry<String, String> arg : new TreeMap<>(reason.args()).entrySet()) {
        json.writeStringField(arg.getKey(), arg.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else if (value instanceof Instant || value instanceof String) {
      json.writeString(value.toString());
    } else {
      throw new IllegalStateException("no canonical form for " + value.getClass());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static AlarmEvent read(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      expect(json.nextToken() == JsonToken.START_OBJECT && "type".equals(json.nextFieldName()));
      Shape shape = shape(json.nextTextValue());
      @Nullable Object[] values = shape.absent();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        Integer index = shape.index().get(name);
        if (index == null) {
          throw new IllegalArgumentException("no component " + name);
        }
        values[index] = readValue(json, shape.components()[index].getType());
      }
      return (AlarmEvent) shape.constructor().newInstance(values);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException("not an alarm event: " + text, e);
    }
  }

  private static Object readValue(JsonParser json, Class<?> type) throws IOException {
    if (type == boolean.class) {
      return json.getBooleanValue();
    } else if (type == int.class) {
      return json.getIntValue();
    } else if (type == Instant.class) {
      return Instant.parse(json.getText());
    } else if (type.isEnum()) {
      return constant(type, json.getText());
    } else if (type == Reason.class) {
      return readReason(json);
    }
    return json.getText();
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName() + " " + name);
  }

  private static Reason readReason(JsonParser json) throws IOException {
    expect("key".equals(json.nextFieldName()));
    String key = json.nextTextValue();
    expect("args".equals(json.nextFieldName()) && json.nextToken() == JsonToken.START_OBJECT);
    Map<String, String> args = new HashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      args.put(name, json.nextTextValue());
    }
    expect(json.nextToken() == JsonToken.END_OBJECT);
    return new Reason(key, args);
  }

  private static void expect(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("unexpected JSON");
    }
  }

  private static Shape shape(@Nullable String type) {
    Shape shape = type == null ? null : SHAPES.get(type);
    if (shape == null) {
      throw new IllegalArgumentException("no such type of event: " + type);
    }
    return shape;
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new HashMap<>();
    for (Class<?> type : AlarmEvent.class.getPermittedSubclasses()) {
      shapes.put(type.getSimpleName(), Shape.of(type));
    }
    return Map.copyOf(shapes);
  }

  /** How a type of event is made and taken apart. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Shape(
      Constructor<?> constructor, RecordComponent[] components, Map<String, Integer> index) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Map<String, Integer> index = new HashMap<>();
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        index.put(components[i].getName(), i);
      }
      try {
        return new Shape(type.getDeclaredConstructor(types), components, index);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(type + " has no canonical constructor", e);
      }
    }

    @Nullable Object[] absent() {
      @Nullable Object[] values = new @Nullable Object[components.length];
      for (int i = 0; i < components.length; i++) {
        Class<?> type = components[i].getType();
        values[i] = type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : null;
      }
      return values;
    }
  }
}
