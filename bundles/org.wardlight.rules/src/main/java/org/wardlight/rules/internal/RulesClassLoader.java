package org.wardlight.rules.internal;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * What rules see: Drools, the facts, and of Java only {@link RuleReach}. The rule compiler asks for
 * classes as resources too, so both lookups are bridged and both are restricted; service files are
 * taken from Drools alone.
 */
final class RulesClassLoader extends ClassLoader {
  private static final String SUFFIX = ".class";

  private final ClassLoader facts;

  RulesClassLoader(ClassLoader drools, ClassLoader facts) {
    super(drools);
    this.facts = facts;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!RuleReach.mayLoad(name)) {
      throw new ClassNotFoundException(name + " is out of the reach of rules");
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return facts.loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return hidden(name) ? null : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return hidden(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }

  private static boolean hidden(String resource) {
    return resource.endsWith(SUFFIX)
        && !RuleReach.mayCompile(
            resource.substring(0, resource.length() - SUFFIX.length()).replace('/', '.'));
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return facts.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return name.endsWith(SUFFIX) ? facts.getResources(name) : Collections.emptyEnumeration();
  }
}
