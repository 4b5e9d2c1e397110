package org.wardlight.facility.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.facility.internal.Yaml.Field;
import org.wardlight.facility.internal.Yaml.Place;

/** Checks the structure of files against the JSON Schemas (draft 2020-12) of one directory. */
final class Schemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final ConfigFiles files;
  private final Problems problems;
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.metaSchema(
                  JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                      .keyword(new NonValidationKeyword("x-protocols"))
                      .build()));
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build();
  private final Map<String, @Nullable JsonNode> sources = new HashMap<>();
  private final Map<String, @Nullable JsonSchema> compiled = new HashMap<>();

  Schemas(Path directory, ConfigFiles files, Problems problems) {
    this.directory = directory;
    this.files = files;
    this.problems = problems;
  }

  /** Reads and checks one file; null if it cannot be read as keys with values. */
  @Nullable Section read(Path path, String schema) {
    String text = files.text(path);
    return text == null ? null : read(path, text, schema);
  }

  /** The same for a text as if it stood in this file. */
  @Nullable Section read(Path path, String text, String schema) {
    Yaml root = YamlParser.parse(path.toString(), text, problems);
    if (root == null) {
      return null;
    }
    check(path.toString(), root, schema);
    if (root instanceof Yaml.Mapping mapping) {
      return new Section(path.toString(), mapping, problems);
    }
    problems.addUnlessKnown(path.toString(), root.at(), "expected keys with values");
    return null;
  }

  /** The text of a schema; null if it cannot be read, which has then been reported once. */
  @Nullable JsonNode source(String name) {
    if (!sources.containsKey(name)) {
      sources.put(name, load(directory.resolve(name + ".schema.json")));
    }
    return sources.get(name);
  }

  private @Nullable JsonNode load(Path path) {
    String text = files.text(path);
    if (text == null) {
      return null;
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      Place at = new Place(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      problems.add(path.toString(), at, "this is not JSON: " + e.getOriginalMessage());
      return null;
    }
  }

  /** Reports what in this file breaks the schema. */
  void check(String file, Yaml root, String name) {
    JsonSchema schema = schema(name);
    JsonNode source = source(name);
    if (schema != null && source != null) {
      new Definition(schema, source).check(file, root, problems);
    }
  }

  /** One definition of a schema as a schema of its own; null if there is no such thing. */
  @Nullable Definition definition(String name, String definition) {
    JsonNode source = source(name);
    if (source == null || !(source.path("$defs").path(definition) instanceof ObjectNode found)) {
      return null;
    }
    ObjectNode alone = found.deepCopy();
    alone.set("$schema", source.path("$schema"));
    alone.set("$defs", source.path("$defs"));
    return new Definition(factory.getSchema(alone, config), alone);
  }

  /**
   * A schema that outlives the reading.
   *
   * @param source its text
   */
  record Definition(JsonSchema schema, JsonNode source) {
    /** Reports what in this value breaks it. */
    void check(String file, Yaml root, Problems problems) {
      for (ValidationMessage found : schema.validate(json(root))) {
        SchemaMistake mistake = new SchemaMistake(found, source);
        problems.add(file, locate(root, found, mistake.concernsKey()), mistake.explain());
      }
    }
  }

  private @Nullable JsonSchema schema(String name) {
    if (!compiled.containsKey(name)) {
      compiled.put(name, compile(name));
    }
    return compiled.get(name);
  }

  private @Nullable JsonSchema compile(String name) {
    JsonNode source = source(name);
    if (source == null) {
      return null;
    }
    try {
      JsonSchema schema = factory.getSchema(source, config);
      schema.initializeValidators();
      return schema;
    } catch (JsonSchemaException e) {
      String file = directory.resolve(name + ".schema.json").toString();
      problems.add(file, Place.START, "this is not a usable JSON Schema: " + e.getMessage());
      return null;
    }
  }

  /** Where the value stands that a message is about, or the key itself. */
  private static Place locate(Yaml root, ValidationMessage found, boolean key) {
    Yaml at = root;
    Place place = root.at();
    for (int i = 0; i < found.getInstanceLocation().getNameCount(); i++) {
      Object step = found.getInstanceLocation().getElement(i);
      if (at instanceof Yaml.Mapping mapping) {
        Field field = mapping.fields().get(String.valueOf(step));
        if (field == null) {
          return place;
        }
        at = field.value();
        place = keyed(field);
      } else if (at instanceof Yaml.Sequence list && step instanceof Integer index) {
        at = list.items().get(index);
        place = at.at();
      }
    }
    if (key && at instanceof Yaml.Mapping mapping) {
      Field field = mapping.fields().get(String.valueOf(found.getProperty()));
      return field == null ? place : field.at();
    }
    return place;
  }

  /** Single values are shown where they stand, larger ones at their key. */
  private static Place keyed(Field field) {
    return field.value() instanceof Yaml.Scalar scalar ? scalar.at() : field.at();
  }

  private static JsonNode json(Yaml value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Yaml.Mapping mapping) {
      ObjectNode object = nodes.objectNode();
      mapping.fields().forEach((key, field) -> object.set(key, json(field.value())));
      return object;
    }
    if (value instanceof Yaml.Sequence list) {
      ArrayNode array = nodes.arrayNode();
      list.items().forEach(item -> array.add(json(item)));
      return array;
    }
    return JSON.valueToTree(((Yaml.Scalar) value).value());
  }
}
