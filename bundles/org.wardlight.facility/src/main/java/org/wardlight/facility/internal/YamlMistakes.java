package org.wardlight.facility.internal;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.wardlight.facility.internal.Yaml.Place;

/** Says in plain words what the YAML parser stumbled over. */
final class YamlMistakes {
  private YamlMistakes() {}

  /** Where to look: the start of a quote that does not end, else where the parser stopped. */
  static Place place(MarkedYamlEngineException e) {
    boolean endless = e.getProblem().contains("unexpected end of stream");
    return (endless ? e.getContextMark().or(e::getProblemMark) : e.getProblemMark())
        .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Place.START);
  }

  static String explain(MarkedYamlEngineException e, String text, Place at) {
    String problem = e.getProblem();
    if (indentedWithTab(text, at.line())) {
      return "a tab indents this line: use spaces";
    }
    if (problem.contains("\\t(TAB)")) {
      return "a tab stands where a value should begin: use spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "a ':' is not expected here: indent the line like its neighbours, or put a text that"
          + " contains ': ' in quotes";
    }
    if (problem.contains("expected <block end>")) {
      return "the indentation does not fit: line up this line with its neighbours";
    }
    if (problem.contains("could not find expected ':'")) {
      return "a ':' is missing after the key, or the line before is wrongly indented";
    }
    if (problem.contains("expected ',' or '}'")) {
      return "a ',' or the closing '}' is missing before this";
    }
    if (problem.contains("expected ',' or ']'")) {
      return "a ',' or the closing ']' is missing before this";
    }
    if (problem.contains("unexpected end of stream")) {
      return "a quote begins here and does not end";
    }
    return "this is not YAML: " + problem;
  }

  private static boolean indentedWithTab(String text, int line) {
    String[] lines = text.split("\n", line + 1);
    return lines.length >= line && lines[line - 1].matches(" *\t.*\\R?");
  }
}
