package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.space.ConfigurationOutcome;
import org.wardlight.api.space.Facility;
import org.wardlight.api.time.Timers;
import org.wardlight.testkit.VirtualTime;

/** A copy of the demo whose configuration is live, in virtual time and on the test's own thread. */
final class LiveHouse implements Faults {
  final ConfigCopy copy;
  final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:00:00Z"));

  /** What holds, {@code kind of subject}, with its reason. */
  final Map<String, Reason> held = new TreeMap<>();

  final List<Announcements.Listener> listeners = new ArrayList<>();

  /** The names of those who were called, in order. */
  final List<String> called = new ArrayList<>();

  int kept = 200;
  boolean deskIsThere = true;

  /** What reached the journal; takes nothing while it is broken. */
  final List<AlarmEvent> journal = new ArrayList<>();

  boolean journalWorks = true;
  private @Nullable LimitDesk limits;
  private @Nullable LiveConfiguration live;
  private Timers.Timer watch = () -> {};

  LiveHouse(Path directory) {
    copy = ConfigCopy.in(directory.resolve("configs"));
  }

  Path directory() {
    return copy.demo();
  }

  Path history() {
    return copy.root().resolveSibling("history");
  }

  /** Starts; a second start is a restart. */
  LiveHouse start() {
    watch.cancel();
    time.advance(LiveConfiguration.LOOK_EVERY.multipliedBy(10));
    live = begin();
    watch = live().watch(time);
    return this;
  }

  @Nullable LiveConfiguration begin() {
    limits =
        new LimitDesk(
            new LimitsFile(history().resolve("limits.json")),
            time.clock(),
            Runnable::run,
            () -> new MemoryJournal(),
            () -> deskIsThere ? this : null);
    try {
      return LiveConfiguration.begin(
          () -> new Layout(directory(), null),
          new HistoryFiles(history(), kept),
          time.clock(),
          Runnable::run,
          new Announcements(() -> listeners, () -> deskIsThere ? this : null),
          limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LiveConfiguration live() {
    return Objects.requireNonNull(live);
  }

  LimitDesk limits() {
    return Objects.requireNonNull(limits);
  }

  Facility facility() {
    return live().current();
  }

  /** Long enough for a change to be seen, found quiet and applied. */
  LiveHouse settle() {
    time.advance(LiveConfiguration.LOOK_EVERY.multipliedBy(2));
    return this;
  }

  void listen(String name) {
    listeners.add(new Announcements.Listener(name, (before, now) -> called.add(name)));
  }

  void delete(String file) {
    try {
      Files.delete(copy.root().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConfigurationOutcome outcome(CompletionStage<ConfigurationOutcome> stage) {
    return stage.toCompletableFuture().join();
  }

  /** Everything that lies in the facility's directory and beside it, by place. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.walk(copy.root())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(copy.root().relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  @Override
  public void hold(String kind, String subject, Reason reason) {
    assertThat(held.put(kind + " of " + subject, reason)).isNull();
  }

  @Override
  public void release(String kind, String subject) {
    held.remove(kind + " of " + subject);
  }

  private final class MemoryJournal implements Journal {
    @Override
    public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
      if (!journalWorks) {
        return CompletableFuture.failedFuture(new JournalException("broken", new IOException()));
      }
      journal.addAll(events);
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void replay(long fromSequence, Consumer<JournalEntry> reader) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JournalEntry> journey(String alarmId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Verification verify() {
      throw new UnsupportedOperationException();
    }
  }
}
