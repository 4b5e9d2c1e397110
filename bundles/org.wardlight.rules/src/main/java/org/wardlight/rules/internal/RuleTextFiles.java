package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.rule.RuleTexts;

/** The texts beside the rules, and the engine's own. Immutable. */
final class RuleTextFiles implements RuleTexts {
  /** The languages that every rule must speak; the first fills what another lacks. */
  static final List<String> LANGUAGES = List.of("en", "de", "zh-CN");

  private static final String OWN = "engine.texts.yaml";

  private final Map<String, Map<String, String>> byLanguage;

  private RuleTextFiles(Map<String, Map<String, String>> byLanguage) {
    this.byLanguage = byLanguage;
  }

  /** The engine's own texts: what there is to say when no rule can be read. */
  static RuleTextFiles own() {
    Map<String, Map<String, String>> byLanguage = new TreeMap<>();
    try (InputStream in = RuleTextFiles.class.getResourceAsStream(OWN)) {
      if (in == null) {
        throw new IllegalStateException(OWN + " is missing in the bundle");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      add(byLanguage, OWN, Yaml.parse(OWN, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuleSetException e) {
      throw new IllegalStateException(e);
    }
    return new RuleTextFiles(byLanguage);
  }

  /** The engine's own texts and those of every rule. */
  static RuleTextFiles read(RuleSources sources) throws RuleSetException {
    RuleTextFiles texts = own();
    for (RuleFiles rule : sources.rules()) {
      add(texts.byLanguage, rule.textsPath(), Yaml.parse(rule.textsPath(), rule.texts()));
    }
    return texts;
  }

  /** The keys of a rule's own texts, in whatever language they are. */
  static Set<String> keys(RuleFiles rule) throws RuleSetException {
    Set<String> keys = new TreeSet<>();
    String file = rule.textsPath();
    for (Object language : Yaml.map(file, Yaml.parse(file, rule.texts())).values()) {
      keys.addAll(Yaml.map(file, language).keySet());
    }
    return keys;
  }

  private static void add(
      Map<String, Map<String, String>> byLanguage, String file, @Nullable Object document)
      throws RuleSetException {
    for (Map.Entry<String, Object> language : Yaml.map(file, document).entrySet()) {
      if (!LANGUAGES.contains(language.getKey())) {
        throw new RuleSetException(
            file, "language " + language.getKey() + " is none of " + LANGUAGES);
      }
      Map<String, String> into =
          byLanguage.computeIfAbsent(language.getKey(), l -> new TreeMap<>());
      for (Map.Entry<String, Object> text : Yaml.map(file, language.getValue()).entrySet()) {
        into.put(text.getKey(), String.valueOf(text.getValue()));
      }
    }
  }

  @Override
  public Map<String, String> texts(Locale language) {
    Map<String, String> texts = new LinkedHashMap<>(in(LANGUAGES.get(0)));
    for (String known : LANGUAGES) {
      if (Locale.forLanguageTag(known).getLanguage().equals(language.getLanguage())) {
        texts.putAll(in(known));
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  /** The texts of exactly this language, nothing filled in. */
  Map<String, String> in(String language) {
    return byLanguage.getOrDefault(language, Map.of());
  }
}
