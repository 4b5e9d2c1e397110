package org.wardlight.runtime.internal;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with a name that says whose they are. */
final class NamedThreads implements ThreadFactory {
  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  private NamedThreads(String name) {
    this.name = name;
  }

  static ThreadFactory of(String name) {
    return new NamedThreads(name);
  }

  @Override
  public Thread newThread(Runnable task) {
    int n = made.incrementAndGet();
    Thread thread = new Thread(task, n == 1 ? name : name + "-" + n);
    thread.setDaemon(true);
    return thread;
  }
}
