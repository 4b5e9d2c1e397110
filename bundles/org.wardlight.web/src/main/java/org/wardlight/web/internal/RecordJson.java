package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.alarm.Alarm;

/**
 * Writes records of the api as they are: instants as text, durations in seconds, NaN as null, what
 * is sealed with its {@code type}. Beside each field that holds a user name stands the name to be
 * shown.
 */
final class RecordJson {
  private static final List<String> PEOPLE =
      List.of("by", "user", "owner", "who", "spokenBy", "acceptedBy");

  private final Accounts accounts;
  private final ObjectMapper mapper;

  RecordJson(Accounts accounts) {
    this.accounts = accounts;
    mapper = mapper(new AlarmShapes(accounts));
  }

  private static ObjectMapper mapper(AlarmShapes alarms) {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Alarm.class, serializer(Alarm.class, alarms::alarm));
    module.addSerializer(
        Instant.class, serializer(Instant.class, (out, v) -> out.writeString(v.toString())));
    module.addSerializer(
        Duration.class,
        serializer(Duration.class, (out, v) -> Json.number(out, v.toNanos() / 1e9)));
    module.addSerializer(Double.class, serializer(Double.class, Json::number));
    module.addSerializer(double.class, serializer(Double.class, Json::number));
    module.addSerializer(
        URI.class, serializer(URI.class, (out, v) -> out.writeString(Shapes.withoutUser(v))));
    return JsonMapper.builder().addModule(module).build();
  }

  private static <T> StdSerializer<T> serializer(Class<T> type, Json.Item<T> item) {
    return new StdSerializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        item.write(out, value);
      }
    };
  }

  /** Writes a record, list or map. */
  void write(JsonGenerator out, Object value) throws IOException {
    JsonNode tree = mapper.valueToTree(value);
    name(tree);
    mapper.writeTree(out, tree);
  }

  /** Writes a record of a sealed family, with the name of its class as its type. */
  void writeTyped(JsonGenerator out, Object value) throws IOException {
    ObjectNode tree = mapper.createObjectNode().put("type", value.getClass().getSimpleName());
    tree.setAll(mapper.<ObjectNode>valueToTree(value));
    name(tree);
    mapper.writeTree(out, tree);
  }

  private void name(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : PEOPLE) {
        JsonNode user = object.path(field);
        if (user.isTextual() && !object.has(field + "Name")) {
          object.put(field + "Name", accounts.displayName(user.asText()));
        }
      }
    }
    node.forEach(this::name);
  }
}
