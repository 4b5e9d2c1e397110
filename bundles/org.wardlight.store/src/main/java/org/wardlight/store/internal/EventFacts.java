package org.wardlight.store.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The components of an event as words, whatever type of event it is. */
final class EventFacts {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> facts;

  private EventFacts(Map<String, String> facts) {
    this.facts = facts;
  }

  /** Reads the canonical text of an event, which was checked before. */
  static EventFacts of(String text) throws IOException {
    Map<String, String> facts = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken unused = json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        facts.put(name, value(json));
      }
    }
    return new EventFacts(facts);
  }

  private static String value(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return json.getText();
    }
    // A reason: its key, then its arguments.
    List<String> words = new ArrayList<>();
    String key = "";
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT) {
        depth++;
      } else if (token == JsonToken.END_OBJECT) {
        depth--;
      } else if (token != JsonToken.FIELD_NAME) {
        if (depth == 1) {
          key = json.getText();
        } else {
          words.add(json.currentName() + "=" + json.getText());
        }
      }
    }
    return words.isEmpty() ? key : key + " (" + String.join(", ", words) + ")";
  }

  /** The value of a component; empty if the event has none of this name. */
  String get(String component) {
    return facts.getOrDefault(component, "");
  }
}
