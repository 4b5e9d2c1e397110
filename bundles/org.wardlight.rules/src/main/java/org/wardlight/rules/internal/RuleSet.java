package org.wardlight.rules.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.io.Resource;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.internal.builder.CompositeKnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;
import org.wardlight.api.rule.Reading;
import org.wardlight.rules.internal.RuleSetException.Problem;

/** All rules of a directory, compiled together. Thread-safe. */
final class RuleSet {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
  private static final RulesClassLoader LOADER =
      new RulesClassLoader(KieServices.class.getClassLoader(), Reading.class.getClassLoader());

  private final Map<String, RuleFiles> byPackage;
  private final Map<String, Resource> sources;
  private final Map<Set<String>, KieBase> bases = new ConcurrentHashMap<>();

  private RuleSet(Map<String, RuleFiles> byPackage, Map<String, Resource> sources) {
    this.byPackage = byPackage;
    this.sources = sources;
  }

  /** Compiles every rule of the directory, or none. Takes a second or two at first use. */
  static RuleSet compile(Path directory) throws RuleSetException {
    Map<String, RuleFiles> byPackage = new TreeMap<>();
    Map<String, Resource> sources = new TreeMap<>();
    for (RuleFiles rule : RuleFiles.in(directory)) {
      sources.put(rule.packageName(), source(rule));
      byPackage.put(rule.packageName(), rule);
    }
    RuleSet rules = new RuleSet(byPackage, sources);
    KnowledgeBuilder built = inLoader(() -> rules.build(Set.of()));
    if (built.hasErrors()) {
      throw new RuleSetException(built.getErrors().stream().map(RuleSet::problem).toList());
    }
    rules.bases.put(Set.of(), inLoader(built::newKieBase));
    return rules;
  }

  private static Resource source(RuleFiles rule) throws RuleSetException {
    try {
      String source = Files.readString(rule.drl());
      Matcher matcher = PACKAGE.matcher(source);
      if (!matcher.find() || !matcher.group(1).equals(rule.packageName())) {
        throw new RuleSetException(
            rule.drl().toString(), "must begin with: package " + rule.packageName());
      }
      byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
      return inLoader(() -> ResourceFactory.newByteArrayResource(bytes))
          .setSourcePath(rule.drl().toString());
    } catch (IOException e) {
      throw new RuleSetException(rule.drl().toString(), "cannot be read: " + e);
    }
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
    sources.forEach(
        (name, source) -> {
          if (!without.contains(name)) {
            batch.add(source, ResourceType.DRL);
          }
        });
    batch.build();
    return builder;
  }

  private static Problem problem(KnowledgeBuilderError error) {
    int line = error.getLines().length > 0 ? Math.max(0, error.getLines()[0]) : 0;
    String file = error.getResource() == null ? "" : error.getResource().getSourcePath();
    return new Problem(file, line, error.getMessage());
  }

  /** The rules by package, in order. */
  Map<String, RuleFiles> byPackage() {
    return byPackage;
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
}
