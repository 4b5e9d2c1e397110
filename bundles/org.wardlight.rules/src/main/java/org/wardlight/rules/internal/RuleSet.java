package org.wardlight.rules.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.wardlight.api.rule.Reading;
import org.wardlight.rules.internal.RuleSetException.Problem;

/** All rules of a directory, compiled together. Thread-safe. */
final class RuleSet {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
  private static final AtomicInteger COMPILED = new AtomicInteger();
  private static final RulesClassLoader LOADER =
      new RulesClassLoader(KieServices.class.getClassLoader(), Reading.class.getClassLoader());

  private final KieContainer container;
  private final Map<String, RuleFiles> byPackage;
  private final Map<Set<String>, KieBase> bases = new ConcurrentHashMap<>();

  private RuleSet(KieContainer container, Map<String, RuleFiles> byPackage) {
    this.container = container;
    this.byPackage = byPackage;
  }

  /** Compiles every rule of the directory, or none. Takes a second or two at first use. */
  static RuleSet compile(Path directory) throws RuleSetException {
    Map<String, RuleFiles> byPackage = new TreeMap<>();
    Map<String, String> sources = new TreeMap<>();
    for (RuleFiles rule : RuleFiles.in(directory)) {
      sources.put(rule.packageName(), source(rule));
      byPackage.put(rule.packageName(), rule);
    }
    String version = "1." + COMPILED.incrementAndGet();
    ReleaseId id =
        inLoader(() -> KieServices.Factory.get().newReleaseId("org.wardlight", "rules", version));
    List<Message> errors = inLoader(() -> build(id, sources));
    if (!errors.isEmpty()) {
      throw new RuleSetException(errors.stream().map(e -> problem(e, byPackage)).toList());
    }
    return new RuleSet(inLoader(() -> container(id)), byPackage);
  }

  private static String source(RuleFiles rule) throws RuleSetException {
    try {
      String source = Files.readString(rule.drl());
      Matcher matcher = PACKAGE.matcher(source);
      if (!matcher.find() || !matcher.group(1).equals(rule.packageName())) {
        throw new RuleSetException(
            rule.drl().toString(), "must begin with: package " + rule.packageName());
      }
      return source;
    } catch (IOException e) {
      throw new RuleSetException(rule.drl().toString(), "cannot be read: " + e);
    }
  }

  private static List<Message> build(ReleaseId id, Map<String, String> sources) {
    KieServices services = KieServices.Factory.get();
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(id);
    sources.forEach((name, source) -> files.write("src/main/resources/" + path(name), source));
    KieBuilder builder = services.newKieBuilder(files, LOADER);
    builder.buildAll(ExecutableModelProject.class);
    return builder.getResults().getMessages(Message.Level.ERROR);
  }

  private static KieContainer container(ReleaseId id) {
    KieServices services = KieServices.Factory.get();
    KieContainer container = services.newKieContainer(id, LOADER);
    services.getRepository().removeKieModule(id);
    return container;
  }

  private static String path(String packageName) {
    return packageName.replace('.', '/') + "/rule.drl";
  }

  private static Problem problem(Message message, Map<String, RuleFiles> byPackage) {
    String file = String.valueOf(message.getPath());
    for (Map.Entry<String, RuleFiles> rule : byPackage.entrySet()) {
      if (file.endsWith(path(rule.getKey()))) {
        file = rule.getValue().drl().toString();
      }
    }
    return new Problem(file, Math.max(0, message.getLine()), message.getText());
  }

  /** The rules by package, in order. */
  Map<String, RuleFiles> byPackage() {
    return byPackage;
  }

  /**
   * A new session, to be used under {@link #inLoader} and by one thread at a time.
   *
   * @param without packages of the rules to leave out
   */
  KieSession session(Set<String> without) {
    KieBase base = bases.computeIfAbsent(Set.copyOf(without), this::base);
    KieSessionConfiguration settings = KieServices.Factory.get().newKieSessionConfiguration();
    settings.setOption(ThreadSafeOption.NO);
    return base.newKieSession(settings, null);
  }

  private KieBase base(Set<String> without) {
    KieBase base = container.newKieBase(KieServices.Factory.get().newKieBaseConfiguration());
    without.forEach(base::removeKiePackage);
    return base;
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
