package org.wardlight.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.time.Ticker;

/**
 * The only one that writes: one thread, one connection. What waits in the journal's queue is
 * committed as one group; point states go in transactions of their own, at most 50 ms after the
 * first of them was saved and never before waiting journal entries. After a failure the connection
 * is opened anew and the end of the chain is read from disk: what was not written is not trusted.
 */
final class GroupWriter {
  static final int MAX_WAITING = 20_000;
  private static final int MAX_GROUP = 1_000;
  private static final int MAX_STATES = 256;
  private static final long STATES_AFTER = Duration.ofMillis(50).toNanos();
  private static final long STATES_RETRY = Duration.ofSeconds(1).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  private final Opening opening;
  private final Ticker ticker;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Unit> units = new ArrayDeque<>();
  private final Map<String, Kept> states = new LinkedHashMap<>();
  private final Deque<Write> writes = new ArrayDeque<>();
  private int waiting;
  private long statesDue;
  private boolean stopped;

  // The writer thread's own.
  private @Nullable Connection connection;
  private Chain.@Nullable Tail tail;
  private Chain.@Nullable Tail acknowledged;
  private boolean failing;

  /** Opens the connection to write through. */
  @FunctionalInterface
  interface Opening {
    Connection open() throws SQLException;
  }

  /** A change besides the journal, in a transaction of its own. */
  @FunctionalInterface
  interface Change {
    void apply(Connection db) throws SQLException;
  }

  private record Unit(
      List<AlarmEvent> events, List<String> texts, CompletableFuture<List<JournalEntry>> done) {}

  private record Write(Change change, CompletableFuture<Boolean> done) {}

  private record Work(List<Unit> units, List<Write> writes, Map<String, Kept> states) {}

  GroupWriter(Opening opening, Ticker ticker) {
    this.opening = opening;
    this.ticker = ticker;
    thread = new Thread(this::run, "wl-journal");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Writes what waits, then ends; waits at most five seconds for it. */
  void stop() {
    locked(() -> stopped = true);
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  CompletableFuture<List<JournalEntry>> append(List<AlarmEvent> events) {
    List<AlarmEvent> copy = List.copyOf(events);
    List<String> texts = copy.stream().map(EventJson::write).toList();
    Unit unit = new Unit(copy, texts, new CompletableFuture<>());
    lock.lock();
    try {
      if (stopped) {
        return CompletableFuture.failedFuture(failure("the store is stopping", null));
      }
      if (waiting + copy.size() > MAX_WAITING) {
        return CompletableFuture.failedFuture(
            failure(waiting + " entries wait to be written; the disk does not keep up", null));
      }
      waiting += copy.size();
      units.add(unit);
      changed.signal();
    } finally {
      lock.unlock();
    }
    return unit.done();
  }

  void save(String point, Kept state) {
    locked(
        () -> {
          if (states.isEmpty()) {
            statesDue = ticker.nanos() + STATES_AFTER;
          }
          states.put(point, state);
        });
  }

  CompletableFuture<Boolean> write(Change change) {
    Write write = new Write(change, new CompletableFuture<>());
    locked(
        () -> {
          if (stopped) {
            write.done().completeExceptionally(failure("the store is stopping", null));
          } else {
            writes.add(write);
          }
        });
    return write.done();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Work work = next(); work != null; work = next()) {
        commitUnits(work.units());
        work.writes().forEach(this::commitWrite);
        commitStates(work.states());
      }
    } catch (InterruptedException e) {
      LOG.error("the journal's writer was interrupted; nothing is recorded any more");
    }
    disconnect();
  }

  /** Waits for work; null when stopped and all is written. */
  private @Nullable Work next() throws InterruptedException {
    lock.lock();
    try {
      while (units.isEmpty() && writes.isEmpty() && !statesReady()) {
        if (stopped) {
          return null;
        }
        if (states.isEmpty()) {
          changed.await();
        } else {
          long unused = changed.awaitNanos(statesDue - ticker.nanos());
        }
      }
      List<Unit> group = new ArrayList<>();
      int entries = 0;
      while (!units.isEmpty() && entries < MAX_GROUP) {
        Unit unit = units.remove();
        entries += unit.events().size();
        group.add(unit);
      }
      waiting -= entries;
      List<Write> other = new ArrayList<>(writes);
      writes.clear();
      return new Work(group, other, statesReady() ? takeStates() : Map.of());
    } finally {
      lock.unlock();
    }
  }

  private boolean statesReady() {
    return !states.isEmpty() && (stopped || ticker.nanos() - statesDue >= 0);
  }

  private Map<String, Kept> takeStates() {
    Map<String, Kept> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Kept>> all = states.entrySet().iterator();
    while (all.hasNext() && taken.size() < MAX_STATES) {
      Map.Entry<String, Kept> state = all.next();
      taken.put(state.getKey(), state.getValue());
      all.remove();
    }
    return taken;
  }

  private void commitUnits(List<Unit> group) {
    if (group.isEmpty()) {
      return;
    }
    List<List<JournalEntry>> written = new ArrayList<>();
    try {
      Connection db = connected();
      Chain.Tail end = end(db);
      try (PreparedStatement insert =
          db.prepareStatement("INSERT INTO journal (seq, alarm, event, hash) VALUES (?,?,?,?)")) {
        for (Unit unit : group) {
          List<JournalEntry> entries = new ArrayList<>();
          for (int i = 0; i < unit.events().size(); i++) {
            AlarmEvent event = unit.events().get(i);
            end = end.next(unit.texts().get(i));
            insert.setLong(1, end.sequence());
            insert.setString(2, event.alarm());
            insert.setString(3, unit.texts().get(i));
            insert.setBytes(4, end.hash().bytes());
            insert.executeUpdate();
            entries.add(new JournalEntry(end.sequence(), event));
          }
          written.add(entries);
        }
      }
      db.commit();
      tail = end;
      acknowledged = end;
      succeeded();
    } catch (SQLException | RuntimeException e) {
      JournalException failure = failed(e);
      group.forEach(unit -> unit.done().completeExceptionally(failure));
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      group.get(i).done().complete(written.get(i));
    }
  }

  /** What the chain grows from; on a new connection only what was acknowledged is trusted. */
  private Chain.Tail end(Connection db) throws SQLException {
    Chain.Tail known = tail;
    if (known == null) {
      known = acknowledged;
      if (known == null) {
        known = Chain.Tail.of(db);
        acknowledged = known;
      } else {
        Chain.resume(db, known);
      }
      tail = known;
    }
    return known;
  }

  private void commitWrite(Write write) {
    try {
      Connection db = connected();
      write.change().apply(db);
      db.commit();
      succeeded();
    } catch (SQLException | RuntimeException e) {
      write.done().completeExceptionally(failed(e));
      return;
    }
    write.done().complete(true);
  }

  private void commitStates(Map<String, Kept> taken) {
    if (taken.isEmpty()) {
      return;
    }
    try {
      Connection db = connected();
      try (PreparedStatement put =
          db.prepareStatement(
              "INSERT INTO point_state (point, value, since) VALUES (?,?,?) ON CONFLICT (point)"
                  + " DO UPDATE SET value = excluded.value, since = excluded.since")) {
        for (Map.Entry<String, Kept> state : taken.entrySet()) {
          put.setString(1, state.getKey());
          put.setDouble(2, state.getValue().value());
          put.setString(3, state.getValue().since().toString());
          put.executeUpdate();
        }
      }
      db.commit();
      succeeded();
    } catch (SQLException | RuntimeException e) {
      failed(e);
      locked(
          () -> {
            taken.forEach(states::putIfAbsent);
            statesDue = ticker.nanos() + STATES_RETRY;
          });
    }
  }

  private Connection connected() throws SQLException {
    Connection db = connection;
    if (db == null) {
      db = opening.open();
      connection = db;
    }
    return db;
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      LOG.info("the store can be written again");
    }
  }

  private JournalException failed(Exception cause) {
    disconnect();
    JournalException failure = failure(String.valueOf(cause.getMessage()), cause);
    if (!failing) {
      failing = true;
      LOG.warn("{}", failure.getMessage());
    }
    return failure;
  }

  private static JournalException failure(String what, @Nullable Exception cause) {
    return new JournalException(
        "the store could not be written: " + what,
        cause == null ? new IllegalStateException(what) : cause);
  }

  private void disconnect() {
    tail = null;
    Connection db = connection;
    connection = null;
    if (db == null) {
      return;
    }
    try {
      db.rollback();
    } catch (SQLException e) {
      LOG.debug("nothing to roll back: {}", e.getMessage());
    }
    try {
      db.close();
    } catch (SQLException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }
}
