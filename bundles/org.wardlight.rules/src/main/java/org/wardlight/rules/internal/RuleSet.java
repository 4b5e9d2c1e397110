package org.wardlight.rules.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.internal.builder.CompositeKnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.rule.RuleProblem;

/** All rules of a directory, compiled together. Thread-safe. */
final class RuleSet {
  private static final Logger LOG = LoggerFactory.getLogger(RuleSet.class);
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
  private static final RulesClassLoader LOADER =
      new RulesClassLoader(KieServices.class.getClassLoader(), Reading.class.getClassLoader());

  private final RuleSources sources;
  private final Map<String, RuleFiles> byPackage;
  private final Map<String, RuleScan> scans;
  private final Map<Set<String>, KieBase> bases = new ConcurrentHashMap<>();

  private RuleSet(
      RuleSources sources, Map<String, RuleFiles> byPackage, Map<String, RuleScan> scans) {
    this.sources = sources;
    this.byPackage = byPackage;
    this.scans = scans;
  }

  /**
   * Checks and compiles every rule, or none. The first one in a process takes seconds, most of them
   * to load the compiler; later ones a few tenths.
   */
  static RuleSet compile(RuleSources sources) throws RuleSetException {
    RuleSet rules = unchecked(sources);
    List<RuleProblem> refused = new ArrayList<>();
    rules.scans.values().forEach(scan -> refused.addAll(scan.problems()));
    if (!refused.isEmpty()) {
      throw new RuleSetException(refused);
    }
    rules.compile();
    return rules;
  }

  /** Compiles without asking what the rules reach: for tests of what holds a rule that got by. */
  static RuleSet compileUnchecked(RuleSources sources) throws RuleSetException {
    RuleSet rules = unchecked(sources);
    rules.compile();
    return rules;
  }

  private static RuleSet unchecked(RuleSources sources) throws RuleSetException {
    Map<String, RuleFiles> byPackage = new TreeMap<>();
    Map<String, RuleScan> scans = new TreeMap<>();
    List<RuleProblem> problems = new ArrayList<>();
    for (RuleFiles rule : sources.rules()) {
      Matcher matcher = PACKAGE.matcher(rule.drl());
      if (!matcher.find() || !matcher.group(1).equals(rule.packageName())) {
        String message = "must begin with: package " + rule.packageName();
        problems.add(new RuleProblem(rule.drlPath(), 1, "", message));
      }
      byPackage.put(rule.packageName(), rule);
      scans.put(rule.packageName(), RuleScan.of(rule));
    }
    if (!problems.isEmpty()) {
      throw new RuleSetException(problems);
    }
    return new RuleSet(sources, byPackage, scans);
  }

  private void compile() throws RuleSetException {
    KnowledgeBuilder built;
    try {
      built = inLoader(() -> build(Set.of()));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error("the rule compiler failed", e);
      throw new RuleSetException(tooMuch(e));
    }
    if (built.hasErrors()) {
      throw new RuleSetException(built.getErrors().stream().map(RuleSet::problem).toList());
    }
    bases.put(Set.of(), inLoader(built::newKieBase));
  }

  /** Which files the compiler fails on, rather than finding a mistake in them. */
  private List<RuleProblem> tooMuch(Throwable failure) {
    List<RuleProblem> problems = new ArrayList<>();
    byPackage.forEach(
        (name, rule) -> {
          try {
            inLoader(() -> build(allBut(name)));
          } catch (RuntimeException | LinkageError | StackOverflowError e) {
            problems.add(new RuleProblem(rule.drlPath(), 0, "", "the compiler failed: " + e));
          }
        });
    return problems.isEmpty()
        ? List.of(new RuleProblem("", 0, "", "the compiler failed: " + failure))
        : problems;
  }

  /**
   * Builds the classic way: the executable model, which generates Java for every constraint, takes
   * about twice the processor time.
   */
  private KnowledgeBuilder build(Set<String> without) {
    KnowledgeBuilder builder =
        KnowledgeBuilderFactory.newKnowledgeBuilder(
            KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(null, LOADER));
    CompositeKnowledgeBuilder batch = builder.batch();
    byPackage.forEach(
        (name, rule) -> {
          if (!without.contains(name)) {
            byte[] bytes = rule.drl().getBytes(StandardCharsets.UTF_8);
            batch.add(
                ResourceFactory.newByteArrayResource(bytes).setSourcePath(rule.drlPath()),
                ResourceType.DRL);
          }
        });
    batch.build();
    builder.getKnowledgePackages().forEach(RuleSet::forget);
    return builder;
  }

  /**
   * Has Drools forget matches that are over. It runs a rule with a single pattern in a way of its
   * own and there keeps each match that an update of its fact ended, for ever (10.2.0; it mended
   * the same for deleted facts as issue 6361). It does not where a rule says when it wants to be
   * evaluated; this is what all of them are by default.
   */
  private static void forget(KiePackage rules) {
    for (Rule rule : rules.getRules()) {
      ((RuleImpl) rule).addMetaAttribute("Propagation", "LAZY");
    }
  }

  private static RuleProblem problem(KnowledgeBuilderError error) {
    int line = error.getLines().length > 0 ? Math.max(0, error.getLines()[0]) : 0;
    String file = error.getResource() == null ? "" : error.getResource().getSourcePath();
    return new RuleProblem(file, line, "", error.getMessage());
  }

  RuleSources sources() {
    return sources;
  }

  /** The rules by package, in order. */
  Map<String, RuleFiles> byPackage() {
    return byPackage;
  }

  /** The name of the rule with this package. */
  String nameOf(String packageName) {
    RuleFiles rule = byPackage.get(packageName);
    return rule == null ? packageName : rule.name();
  }

  /** The kinds of points of which these rules want readings; null for every kind. */
  @Nullable Set<String> kinds(Set<String> without) {
    Set<String> kinds = new HashSet<>();
    for (Map.Entry<String, RuleScan> scan : scans.entrySet()) {
      if (!without.contains(scan.getKey())) {
        Set<String> asked = scan.getValue().kinds();
        if (asked == null) {
          return null;
        }
        kinds.addAll(asked);
      }
    }
    return kinds;
  }

  /** Whether any rule may ask for facts of this type. */
  boolean asksFor(Class<?> type) {
    for (RuleScan scan : scans.values()) {
      if (scan.asksFor(type.getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * A new session, to be used under {@link #inLoader} and by one thread at a time. What is left
   * after leaving rules out is compiled the first time it is asked for.
   *
   * @param without packages of the rules to leave out
   */
  KieSession session(Set<String> without) {
    KieBase base = bases.computeIfAbsent(Set.copyOf(without), some -> build(some).newKieBase());
    KieSessionConfiguration settings = KieServices.Factory.get().newKieSessionConfiguration();
    settings.setOption(ThreadSafeOption.NO);
    return base.newKieSession(settings, null);
  }

  /** The packages of all rules but this one. */
  Set<String> allBut(String packageName) {
    Set<String> others = new TreeSet<>(byPackage.keySet());
    others.remove(packageName);
    return others;
  }

  /**
   * Runs with the class loader that Drools needs: it looks services up through the thread's context
   * class loader and remembers what it did not find.
   */
  static <T> T inLoader(Supplier<T> task) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(LOADER);
    try {
      return task.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static void inLoader(Runnable task) {
    inLoader(
        () -> {
          task.run();
          return LOADER;
        });
  }
}
