package org.wardlight.rules.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the YAML files that lie beside rules. */
final class Yaml {
  private Yaml() {}

  static @Nullable Object parse(String file, String text) throws RuleSetException {
    try {
      return new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new RuleSetException(file, line, e.getProblem());
    } catch (YamlEngineException e) {
      throw new RuleSetException(file, String.valueOf(e.getMessage()));
    }
  }

  /** The value as a map with words as keys; an absent value is an empty map. */
  static Map<String, Object> map(String file, @Nullable Object value) throws RuleSetException {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value == null) {
      return result;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new RuleSetException(file, "a map is expected instead of: " + value);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() == null) {
        throw new RuleSetException(file, "there is no value for: " + entry.getKey());
      }
      result.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return result;
  }
}
