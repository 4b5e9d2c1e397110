package org.wardlight.alarm.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;

/** A journal in memory that commits when told to. */
final class MemoryJournal implements Journal {
  final List<JournalEntry> entries = new ArrayList<>();
  final List<Runnable> held = new ArrayList<>();
  boolean failing;
  boolean holding;

  @Override
  public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
    CompletableFuture<List<JournalEntry>> stage = new CompletableFuture<>();
    Runnable commit =
        () -> {
          if (failing) {
            stage.completeExceptionally(new JournalException("disk full", new Exception()));
            return;
          }
          List<JournalEntry> written = new ArrayList<>();
          for (AlarmEvent event : events) {
            written.add(new JournalEntry(entries.size() + written.size() + 1L, event));
          }
          entries.addAll(written);
          stage.complete(written);
        };
    if (holding) {
      held.add(commit);
    } else {
      commit.run();
    }
    return stage;
  }

  void commit() {
    List<Runnable> now = List.copyOf(held);
    held.clear();
    now.forEach(Runnable::run);
  }

  @Override
  public void replay(long from, Consumer<JournalEntry> reader) {
    entries.stream().filter(entry -> entry.sequence() >= from).forEach(reader);
  }

  @Override
  public List<JournalEntry> journey(String alarmId) {
    return List.of();
  }

  @Override
  public Verification verify() {
    return new Verification(entries.size(), "");
  }
}
