package org.wardlight.rules.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes that rules may see. Names, not classes, are judged, so that one list serves the scan
 * of the source, the rule compiler and the running rules. See docs/rules-safety.md for what this
 * does not hold.
 */
final class RuleReach {
  /** Packages whose classes rules may name. */
  private static final Set<String> PACKAGES =
      Set.of(
          "java.time",
          "java.time.temporal",
          "org.wardlight.api.rule",
          "org.wardlight.api.point",
          "org.wardlight.api.space");

  /** Single classes that rules may name. */
  private static final Set<String> CLASSES =
      Set.of(
          "java.util.Collection",
          "java.util.Comparator",
          "java.util.Iterator",
          "java.util.List",
          "java.util.Map",
          "java.util.Objects",
          "java.util.Optional",
          "java.util.Set",
          "org.wardlight.api.alarm.AlarmClass",
          "org.wardlight.api.alarm.EpisodeMark",
          "org.wardlight.api.alarm.Reason");

  /**
   * Of java.lang; the last rows are what compiled rules need and the scan keeps from their text.
   */
  private static final Set<String> LANG =
      Set.of(
          "AutoCloseable Boolean Byte CharSequence Character Comparable Double Enum Float Integer",
          "Iterable Long Math Number Object Override Record Short String StringBuilder Void",
          "ArithmeticException ArrayIndexOutOfBoundsException ClassCastException Error Exception",
          "IllegalArgumentException IllegalStateException IndexOutOfBoundsException",
          "NullPointerException NumberFormatException ReflectiveOperationException"
              + " RuntimeException",
          "AbstractStringBuilder Appendable AssertionError Class ClassNotFoundException Cloneable",
          "Deprecated FunctionalInterface IncompatibleClassChangeError LinkageError",
          "MatchException NoClassDefFoundError NoSuchFieldError NoSuchMethodError SafeVarargs",
          "StackOverflowError SuppressWarnings Throwable UnsupportedOperationException",
          "VirtualMachineError");

  private static final Set<String> LANG_NAMES = words(LANG);

  /** What compiled rules refer to although no rule names it. */
  private static final Set<String> MACHINERY =
      Set.of(
          "java.io.Externalizable",
          "java.io.IOException",
          "java.io.ObjectInput",
          "java.io.ObjectOutput",
          "java.io.Serializable");

  private static final Set<String> MACHINERY_PACKAGES =
      Set.of(
          "java.lang.annotation",
          "java.lang.constant",
          "java.lang.invoke",
          "java.util.function",
          "java.time.chrono",
          "java.time.zone",
          "org.jspecify.annotations");

  private static final Set<String> DANGEROUS =
      Set.of(
          "java.io.",
          "java.lang.instrument.",
          "java.lang.management.",
          "java.lang.reflect.Proxy",
          "java.net.",
          "java.nio.",
          "java.rmi.",
          "java.sql.",
          "java.util.concurrent.",
          "java.util.jar.",
          "java.util.logging.",
          "java.util.prefs.",
          "java.util.zip.",
          "java.util.Timer");

  private static final Set<String> DANGEROUS_LANG =
      Set.of(
          "ClassLoader",
          "Module",
          "ModuleLayer",
          "Process",
          "ProcessBuilder",
          "ProcessHandle",
          "Runtime",
          "StackWalker",
          "System",
          "Thread",
          "ThreadGroup",
          "ThreadLocal");

  private RuleReach() {}

  private static Set<String> words(Set<String> rows) {
    Set<String> words = new HashSet<>();
    rows.forEach(row -> words.addAll(List.of(row.split(" "))));
    return Set.copyOf(words);
  }

  /** Whether a rule may import this class. */
  static boolean mayImport(String name) {
    return (PACKAGES.contains(packageOf(name)) || CLASSES.contains(name))
        && !name.equals("java.time.Clock")
        && !name.equals("java.time.InstantSource");
  }

  /** Whether the rule compiler sees this class: what rules may name, and what they are made of. */
  static boolean mayCompile(String name) {
    String top = name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
    return mayImport(top)
        || MACHINERY.contains(top)
        || MACHINERY_PACKAGES.contains(packageOf(top))
        || (packageOf(top).equals("java.lang") && LANG_NAMES.contains(simple(top)))
        || top.startsWith("org.drools.")
        || top.startsWith("org.kie.")
        || top.startsWith("org.mvel2.");
  }

  /**
   * Whether compiled rules may load this class. Wider than {@link #mayCompile}: the virtual machine
   * asks through the same loader for classes of its own (accessors that it makes for methods called
   * often), and a refusal there would put an honest rule out of service in the middle of the night.
   */
  static boolean mayLoad(String name) {
    if (mayCompile(name)) {
      return true;
    }
    String top = name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
    boolean machine = top.startsWith("java.") || top.startsWith("jdk.internal.reflect.");
    return machine
        && DANGEROUS.stream().noneMatch(top::startsWith)
        && !(packageOf(top).equals("java.lang") && DANGEROUS_LANG.contains(simple(top)));
  }

  private static String packageOf(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
