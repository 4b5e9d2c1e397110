package org.wardlight.facility.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.CareLimits.Change;
import org.wardlight.api.space.CareLimits.Kind;
import org.wardlight.api.space.CareLimits.Limit;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.facility.internal.Yaml.Field;
import org.wardlight.facility.internal.Yaml.Place;

/**
 * What the schema lets one change of a care plan. Knows no limit by name: what is added to the
 * schema and to {@link CarePlan} can be changed.
 */
final class PlanLimits {
  static final PlanLimits NONE = new PlanLimits(null);

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,9})?");

  private final Schemas.@Nullable Definition plan;

  /**
   * @param plan the schema of a plan; null if it could not be read
   */
  PlanLimits(Schemas.@Nullable Definition plan) {
    this.plan = plan;
  }

  boolean has(String limit) {
    return properties().has(limit);
  }

  /** The names of all limits. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    properties().fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * The limits of a resident.
   *
   * @param files the plan of the files
   * @param changed what counts instead, by name of the limit
   */
  List<Limit> limits(CarePlan files, Map<String, Change> changed) {
    Map<String, String> settings = files.settings();
    List<Limit> limits = new ArrayList<>();
    for (String name : names()) {
      limits.add(limit(name, changed.get(name), settings.getOrDefault(name, "")));
    }
    return limits;
  }

  private Limit limit(String name, @Nullable Change changed, String byDefault) {
    JsonNode schema = schema(name);
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(word -> choices.add(word.asText()));
    return new Limit(
        name,
        kind(name, schema),
        choices,
        bound(schema, "minimum"),
        bound(schema, "maximum"),
        schema.path("description").asText(""),
        changed == null ? byDefault : changed.to(),
        byDefault,
        changed);
  }

  private Kind kind(String name, JsonNode schema) {
    if (schema.has("enum")) {
      return Kind.CHOICE;
    }
    String definition = properties().path(name).path("$ref").asText();
    return switch (schema.path("type").asText()) {
      case "boolean" -> Kind.FLAG;
      case "number", "integer" -> Kind.NUMBER;
      default ->
          definition.endsWith("/duration")
              ? Kind.DURATION
              : definition.endsWith("/time") ? Kind.TIME : Kind.TEXT;
    };
  }

  private static @Nullable Double bound(JsonNode schema, String which) {
    return schema.has(which) ? (Double) schema.path(which).asDouble() : null;
  }

  private JsonNode properties() {
    return source().path("properties");
  }

  private JsonNode source() {
    return plan == null ? MissingNode.getInstance() : plan.source();
  }

  private JsonNode schema(String limit) {
    JsonNode schema = properties().path(limit);
    return schema.has("$ref") ? source().at(schema.path("$ref").asText().substring(1)) : schema;
  }

  /**
   * The plan with these values, all at once.
   *
   * @throws IllegalArgumentException if one does not fit; the message says which and why
   */
  CarePlan changed(CarePlan base, Map<String, String> values) {
    Problems problems = new Problems();
    if (plan != null) {
      plan.check("", written(values), problems);
    }
    if (!problems.none()) {
      throw new IllegalArgumentException(
          problems.sorted().stream()
              .map(ConfigurationProblem::message)
              .collect(Collectors.joining("; ")));
    }
    return base.with(values);
  }

  private Yaml.Mapping written(Map<String, String> values) {
    Map<String, Field> fields = new LinkedHashMap<>();
    values.forEach(
        (name, text) -> {
          // A place of its own each, so that none hides another's mistake.
          Place place = new Place(fields.size() + 1, 1);
          fields.put(name, new Field(place, new Yaml.Scalar(place, text, value(name, text), true)));
        });
    return new Yaml.Mapping(Place.START, fields.size(), fields);
  }

  /** What the text stands for; the text itself if it is nothing of the kind, which is refused. */
  private Object value(String limit, String text) {
    return switch (schema(limit).path("type").asText()) {
      case "boolean" -> Set.of("true", "false").contains(text) ? Boolean.valueOf(text) : text;
      case "number", "integer" -> NUMBER.matcher(text).matches() ? Double.valueOf(text) : text;
      default -> text;
    };
  }
}
