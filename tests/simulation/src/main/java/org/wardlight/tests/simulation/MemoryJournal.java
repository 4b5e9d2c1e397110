package org.wardlight.tests.simulation;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;

/**
 * A journal in memory that commits at once. Its hash stands for all that ever happened, in order,
 * so that two runs can be compared; the entries themselves go when the desk's image holds them.
 */
final class MemoryJournal implements Journal {
  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private final Consumer<AlarmEvent> reader;
  private final MessageDigest digest;
  private byte[] hash = {};
  private long sequence;

  /**
   * An empty journal.
   *
   * @param reader hears each event when it is written
   */
  MemoryJournal(Consumer<AlarmEvent> reader) {
    this.reader = reader;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
    List<JournalEntry> written = new ArrayList<>();
    for (AlarmEvent event : events) {
      JournalEntry entry = new JournalEntry(++sequence, event);
      digest.update(hash);
      hash = digest.digest(canonical(event).getBytes(StandardCharsets.UTF_8));
      entries.add(entry);
      written.add(entry);
      reader.accept(event);
    }
    return CompletableFuture.completedFuture(written);
  }

  /** The same text for the same event in every process; a map's own order is not. */
  private static String canonical(AlarmEvent event) {
    StringBuilder text = new StringBuilder(event.getClass().getSimpleName());
    try {
      for (RecordComponent component : event.getClass().getRecordComponents()) {
        Object value = component.getAccessor().invoke(event);
        text.append('|');
        if (value instanceof Reason reason) {
          text.append(reason.key()).append(new TreeMap<>(reason.args()));
        } else {
          text.append(value);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("an event that is no public record: " + event, e);
    }
    return text.toString();
  }

  long size() {
    return sequence;
  }

  /** Of all events since the beginning. */
  String hash() {
    return HexFormat.of().formatHex(hash);
  }

  void forgetUpTo(long last) {
    while (!entries.isEmpty() && entries.getFirst().sequence() <= last) {
      entries.removeFirst();
    }
  }

  @Override
  public void replay(long fromSequence, Consumer<JournalEntry> to) {
    for (JournalEntry entry : entries) {
      if (entry.sequence() >= fromSequence) {
        to.accept(entry);
      }
    }
  }

  @Override
  public List<JournalEntry> journey(String alarmId) {
    return entries.stream().filter(e -> alarmId.equals(e.event().alarm())).toList();
  }

  @Override
  public Verification verify() {
    return new Verification(sequence, "");
  }
}
