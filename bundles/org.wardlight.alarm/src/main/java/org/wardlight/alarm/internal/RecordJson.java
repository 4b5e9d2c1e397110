package org.wardlight.alarm.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON, by their types: a record is the array of its components, a list or set an array,
 * a map an array of keys and values in turn. Made for {@link DeskImage}: texts, whole numbers, yes
 * and no, instants, constants, lists, sets, maps and records of these.
 */
final class RecordJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordJson() {}

  static byte[] write(Record value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writeValue(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof String || value instanceof Instant) {
      json.writeString(value.toString());
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else {
      json.writeStartArray();
      if (value instanceof Collection<?> items) {
        for (Object item : items) {
          writeValue(json, item);
        }
      } else if (value instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          writeValue(json, entry.getKey());
          writeValue(json, entry.getValue());
        }
      } else {
        for (RecordComponent component : components(value.getClass())) {
          writeValue(json, read(component, value));
        }
      }
      json.writeEndArray();
    }
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static <T extends Record> T read(byte[] bytes, Class<T> type) {
    try (JsonParser json = JSON.createParser(bytes)) {
      JsonToken unused = json.nextToken();
      Object value = readValue(json, type);
      if (value == null || json.nextToken() != null) {
        throw new IllegalArgumentException("not one " + type.getSimpleName());
      }
      return type.cast(value);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Object readValue(JsonParser json, Type type) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    } else if (type == boolean.class) {
      return json.getBooleanValue();
    } else if (type == int.class) {
      return json.getIntValue();
    } else if (type == String.class) {
      return text(json);
    } else if (type == Instant.class) {
      return Instant.parse(text(json));
    } else if (type instanceof Class<?> raw && raw.isEnum()) {
      return constant(raw, text(json));
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("expected an array at " + json.currentLocation());
    }
    return type instanceof ParameterizedType generic
        ? readContainer(json, generic)
        : readRecord(json, (Class<?>) type);
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("expected a text at " + json.currentLocation());
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

  private static Object readContainer(JsonParser json, ParameterizedType type) throws IOException {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        Object key = present(readValue(json, of[0]));
        JsonToken unused = json.nextToken();
        map.put(key, present(readValue(json, of[1])));
      }
      return map;
    }
    List<Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(present(readValue(json, of[0])));
    }
    return type.getRawType() == Set.class ? new LinkedHashSet<>(items) : items;
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("nothing where something must be");
    }
    return value;
  }

  private static Object readRecord(JsonParser json, Class<?> type) throws IOException {
    RecordComponent[] components = components(type);
    @Nullable Object[] values = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      JsonToken unused = json.nextToken();
      types[i] = components[i].getType();
      values[i] = readValue(json, components[i].getGenericType());
    }
    if (json.nextToken() != JsonToken.END_ARRAY) {
      throw new IllegalArgumentException("too much in a " + type.getSimpleName());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + " of these values", e);
    }
  }

  /** The same for the same components of the same types, all the way down. */
  static String shape(Class<?> type) {
    Set<Type> seen = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    describe(type, seen, text);
    return text.toString();
  }

  private static void describe(Type type, Set<Type> seen, StringBuilder text) {
    text.append(type.getTypeName());
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        describe(argument, seen, text);
      }
    } else if (type instanceof Class<?> raw && raw.isRecord() && seen.add(raw)) {
      for (RecordComponent component : components(raw)) {
        text.append(' ').append(component.getName()).append(':');
        describe(component.getGenericType(), seen, text);
      }
      text.append(';');
    }
  }

  private static RecordComponent[] components(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("no form for " + type);
    }
    return components;
  }
}
