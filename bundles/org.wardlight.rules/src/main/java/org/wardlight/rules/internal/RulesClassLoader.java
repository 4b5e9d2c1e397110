package org.wardlight.rules.internal;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Sees Drools and the facts, nothing else. The rule compiler asks for classes as resources too, so
 * both lookups are bridged; service files are taken from Drools alone.
 */
final class RulesClassLoader extends ClassLoader {
  private final ClassLoader facts;

  RulesClassLoader(ClassLoader drools, ClassLoader facts) {
    super(drools);
    this.facts = facts;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return facts.loadClass(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return facts.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return name.endsWith(".class") ? facts.getResources(name) : Collections.emptyEnumeration();
  }
}
