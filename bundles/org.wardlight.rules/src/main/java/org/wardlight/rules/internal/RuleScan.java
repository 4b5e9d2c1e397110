package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.rule.RuleProblem;

/**
 * Reads the text of a rule file before anything compiles or runs it: refuses what rules must not
 * reach or do, and finds the kinds of points that it asks for. The class loader alone would not do:
 * conditions are interpreted by MVEL, which knows {@code System} and {@code Runtime} by itself.
 */
final class RuleScan {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'"
              + "|[A-Za-z_$][\\w$]*|\\S",
          Pattern.DOTALL);

  /** Words that no rule needs and that lead out of it. */
  private static final Set<String> NEVER =
      Set.of(
          // other parts of the machine
          "System",
          "Runtime",
          "Process",
          "ProcessBuilder",
          "Thread",
          "ThreadLocal",
          "ThreadGroup",
          "ClassLoader",
          "Class",
          "Compiler",
          "SecurityManager",
          "Array",
          "MethodHandles",
          "Unsafe",
          "getClass",
          "getClassLoader",
          "getProtectionDomain",
          "forName",
          "newInstance",
          "class",
          // time and chance: a rule computes from its facts
          "now",
          "Clock",
          "InstantSource",
          "random",
          "randomUUID",
          "systemUTC",
          "timer",
          "calendars",
          // locks
          "synchronized",
          "wait",
          "notify",
          "notifyAll",
          // the engine itself, and everything that changes facts
          "drools",
          "kcontext",
          "insert",
          "update",
          "modify",
          "delete",
          "retract",
          "halt",
          "global",
          "dialect",
          "static",
          "native",
          "eval");

  private static final Set<String> ROOTS =
      Set.of("java", "javax", "jakarta", "jdk", "sun", "com", "org", "net", "io", "kotlin");

  /** What a reading may lack: where nobody lives, in an empty bed. */
  private static final Set<String> MAY_BE_NULL = Set.of("home", "resident");

  private final RuleFiles rule;
  private final List<RuleProblem> problems = new ArrayList<>();
  private final Set<String> kinds = new LinkedHashSet<>();
  private final Set<String> words = new HashSet<>();
  private boolean everyKind;

  private RuleScan(RuleFiles rule) {
    this.rule = rule;
  }

  static RuleScan of(RuleFiles rule) {
    RuleScan scan = new RuleScan(rule);
    scan.characters();
    scan.tokens();
    return scan;
  }

  List<RuleProblem> problems() {
    return problems;
  }

  /** The kinds of points of which it wants readings; null for every kind. */
  @Nullable Set<String> kinds() {
    return everyKind ? null : kinds;
  }

  /** Whether it may ask for facts of this type: whether it names it, or takes whatever there is. */
  boolean asksFor(String type) {
    return everyKind || words.contains(type);
  }

  private void characters() {
    int line = 0;
    for (String text : rule.drl().lines().toList()) {
      line++;
      if (text.contains("\\u")) {
        problem(line, "unicode escapes are not allowed: they hide what is written");
      }
      if (text.contains("\"\"\"")) {
        problem(line, "text blocks are not allowed");
      }
    }
  }

  private void tokens() {
    List<Token> tokens = tokenize(rule.drl());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is("import")) {
        i = importLine(tokens, i);
      } else if (token.is("package")) {
        i = endOfName(tokens, i + 1) - 1;
      } else {
        word(tokens, i);
      }
    }
  }

  private void word(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    words.add(token.text());
    wholeFact(tokens, i);
    if (NEVER.contains(token.text())) {
      problem(token.line(), token.text() + " is not allowed in a rule (see docs/rules-safety.md)");
    } else if (token.is("\\") || token.is("`")) {
      problem(token.line(), token.text() + " is not allowed here");
    } else if (ROOTS.contains(token.text()) && at(tokens, i + 1, ".") && !at(tokens, i - 1, ".")) {
      problem(token.line(), "name classes by an import, not in full");
    } else if (token.is("Reading") && at(tokens, i + 1, "(") && !at(tokens, i - 1, "new")) {
      reading(tokens, i + 2);
      mayBeNull(tokens, i + 2);
    } else if ((token.is("Object") || token.is("Record")) && at(tokens, i + 1, "(")) {
      everyKind = true;
    }
  }

  /**
   * The engine looks at a pattern again when a property changes that the pattern names. What a
   * consequence asks of a whole fact is none of them: the rule would go on with what once was.
   */
  private void wholeFact(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    if (Character.isUpperCase(token.text().charAt(0))
        && at(tokens, i - 1, ":")
        && at(tokens, i + 1, "(")) {
      problem(
          token.line(),
          "name what you want of " + token.text() + " ($since : since), not all of it");
    }
  }

  /** Checks {@code import a.b.C;} and returns the index of its last token. */
  private int importLine(List<Token> tokens, int i) {
    int end = endOfName(tokens, i + 1);
    StringBuilder name = new StringBuilder();
    tokens.subList(i + 1, end).forEach(part -> name.append(part.text()));
    if (!RuleReach.mayImport(name.toString())) {
      problem(tokens.get(i).line(), "import " + name + " is out of the reach of rules");
    }
    return end - 1;
  }

  /** The index after a dotted name that begins here. */
  private static int endOfName(List<Token> tokens, int from) {
    int end = from;
    while (end < tokens.size()
        && (tokens.get(end).is(".") || at(tokens, end - 1, ".") || end == from)) {
      end++;
    }
    return end;
  }

  /** The pattern that begins here asks for one kind if it says so first, else for every kind. */
  private void reading(List<Token> tokens, int from) {
    int i = from;
    if (at(tokens, i, "kind") && at(tokens, i + 1, "=") && at(tokens, i + 2, "=")) {
      if (i + 3 < tokens.size() && tokens.get(i + 3).text().startsWith("\"")) {
        kinds.add(unquoted(tokens.get(i + 3).text()));
        return;
      }
    } else if (at(tokens, i, "kind") && at(tokens, i + 1, "in") && at(tokens, i + 2, "(")) {
      for (i += 3; i < tokens.size() && !tokens.get(i).is(")"); i++) {
        if (tokens.get(i).text().startsWith("\"")) {
          kinds.add(unquoted(tokens.get(i).text()));
        } else {
          everyKind |= !tokens.get(i).is(",");
        }
      }
      return;
    }
    everyKind = true;
  }

  /**
   * Nobody may live in a room, and a bed may be empty: who forgets it has a rule that works until a
   * resident leaves, and then fails for the whole ward.
   */
  private void mayBeNull(List<Token> tokens, int from) {
    Set<String> asked = new HashSet<>();
    int depth = 1;
    for (int i = from; i < tokens.size() && depth > 0; i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (MAY_BE_NULL.contains(token.text())
          && !at(tokens, i - 1, ".")
          && asked.add(token.text())
          && !at(tokens, i + 3, "null")) {
        problem(
            token.line(),
            "ask for " + token.text() + " != null (or == null) before anything else of it");
      }
    }
  }

  private static String unquoted(String literal) {
    return literal.substring(1, literal.length() - 1);
  }

  private static boolean at(List<Token> tokens, int i, String text) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
  }

  private void problem(int line, String message) {
    problems.add(new RuleProblem(rule.drlPath(), line, "", message));
  }

  private static List<Token> tokenize(String source) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    int line = 1;
    int counted = 0;
    while (matcher.find()) {
      for (; counted < matcher.start(); counted++) {
        if (source.charAt(counted) == '\n') {
          line++;
        }
      }
      String text = matcher.group();
      if (!text.startsWith("//") && !text.startsWith("/*")) {
        tokens.add(new Token(text, line));
      }
    }
    return tokens;
  }

  private record Token(String text, int line) {
    boolean is(String other) {
      return text.equals(other);
    }
  }
}
