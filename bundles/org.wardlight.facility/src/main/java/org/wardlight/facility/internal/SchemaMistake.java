package org.wardlight.facility.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what the schema validator found in the words of somebody who edits the file. */
final class SchemaMistake {
  private static final Set<String> OLD_TRUE = Set.of("yes", "on", "y", "True", "TRUE");
  private static final Set<String> OLD_FALSE = Set.of("no", "off", "n", "False", "FALSE");

  private final ValidationMessage found;
  private final JsonNode schema;

  /**
   * Explains one message.
   *
   * @param schema the whole schema that it comes from
   */
  SchemaMistake(ValidationMessage found, JsonNode schema) {
    this.found = found;
    this.schema = schema;
  }

  /** Whether it is about a key of the place rather than the place itself. */
  boolean concernsKey() {
    return switch (found.getType()) {
      case "additionalProperties", "propertyNames" -> true;
      default -> false;
    };
  }

  String explain() {
    return switch (found.getType()) {
      case "required" -> "`" + found.getProperty() + "` is missing";
      case "additionalProperties" ->
          "unknown key `"
              + found.getProperty()
              + "`"
              + DidYouMean.among(found.getProperty(), knownKeys());
      case "enum" -> notAmong();
      case "type" -> wrongType();
      case "false" -> subject() + " does not belong here: remove it";
      case "minimum", "exclusiveMinimum" -> shown() + " is too small: least is " + limit();
      case "maximum", "exclusiveMaximum" -> shown() + " is too great: greatest is " + limit();
      case "minProperties", "minItems" -> subject() + " must hold at least " + limit();
      case "maxProperties", "maxItems" -> subject() + " may hold at most " + limit();
      case "minLength" -> "a text is missing here";
      case "maxLength" -> "the text is longer than " + limit() + " characters";
      case "uniqueItems" -> subject() + " names something twice";
      case "propertyNames" ->
          "`" + found.getProperty() + "` is no valid name: expected " + nameForm();
      default -> shown() + " does not fit" + expected();
    };
  }

  private String notAmong() {
    List<String> allowed = new ArrayList<>();
    found.getSchemaNode().forEach(word -> allowed.add(word.asText()));
    return shown() + " is unknown" + DidYouMean.among(value().asText(), allowed) + because();
  }

  private String because() {
    String description = description();
    return description.isEmpty() ? "" : " (" + description + ")";
  }

  private String wrongType() {
    String type = found.getSchemaNode().asText();
    String text = value().asText();
    if ("boolean".equals(type) && OLD_TRUE.contains(text)) {
      return shown() + " is not a truth value: write `true`";
    }
    if ("boolean".equals(type) && OLD_FALSE.contains(text)) {
      return shown() + " is not a truth value: write `false`";
    }
    if ("string".equals(type) && value().isValueNode() && !value().isNull()) {
      String pattern = parentSchema().path("pattern").asText();
      if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
        // Quotes would not make a duration of it.
        return shown() + " does not fit" + expected();
      }
      return shown() + " is not a text: write \"" + text + "\" in quotes";
    }
    String wanted =
        switch (type) {
          case "object" -> "keys with values";
          case "array" -> "a list such as [a, b]";
          case "string" -> "a text";
          case "boolean" -> "true or false";
          case "integer" -> "a whole number";
          default -> "a " + type;
        };
    return (value().isNull() ? "nothing stands here" : shown() + " does not fit")
        + ": expected "
        + wanted;
  }

  private String expected() {
    String description = description();
    return description.isEmpty() ? ": " + found.getMessage() : ": expected " + description;
  }

  private String description() {
    return parentSchema().path("description").asText();
  }

  private String limit() {
    return found.getSchemaNode().asText();
  }

  private List<String> knownKeys() {
    List<String> keys = new ArrayList<>();
    parentSchema().path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The schema object whose keyword failed. */
  private JsonNode parentSchema() {
    JsonNodePath path = found.getSchemaLocation().getFragment();
    JsonNode at = schema;
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      Object step = path.getElement(i);
      at = step instanceof Integer index ? at.path(index) : at.path(String.valueOf(step));
    }
    return at;
  }

  private String nameForm() {
    JsonNode names = parentSchema().path("propertyNames");
    JsonNode ref = names.path("$ref");
    return (ref.isMissingNode() ? names : schema.at(ref.asText().substring(1)))
        .path("description")
        .asText();
  }

  private String subject() {
    JsonNodePath path = found.getInstanceLocation();
    int depth = path.getNameCount();
    return depth == 0 ? "the file" : "`" + path.getName(depth - 1) + "`";
  }

  private JsonNode value() {
    return found.getInstanceNode();
  }

  private String shown() {
    if (value().isContainerNode()) {
      return subject();
    }
    String text = value().asText();
    return "`" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "`";
  }
}
