package org.wardlight.api.rule;

import java.util.Locale;
import java.util.Map;

/**
 * The words that rule files bring along for their reasons and alarm kinds, by language: a rule
 * touches no Java and no page. Provided by the rules bundle.
 */
public interface RuleTexts {
  /** Text by key; placeholders stand in braces. English fills what the language lacks. */
  Map<String, String> texts(Locale language);
}
