package org.wardlight.tests.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.PointStates;

/** What survives a restart of the server: the journal, the desk's image, states of points. */
final class Disk {
  private final MemoryJournal journal;
  private final PointStates states = new States();
  private final DeskSnapshots image = new Image();

  Disk(MemoryJournal journal) {
    this.journal = journal;
  }

  MemoryJournal journal() {
    return journal;
  }

  PointStates states() {
    return states;
  }

  DeskSnapshots image() {
    return image;
  }

  /** Nobody holds an output by hand in this house. */
  static OverrideStore noOverrides() {
    return new NoOverrides();
  }

  private static final class States implements PointStates {
    private final Map<String, Kept> kept = new HashMap<>();

    @Override
    public Map<String, Kept> load() {
      return Map.copyOf(kept);
    }

    @Override
    public void save(String pointName, Kept state) {
      kept.put(pointName, state);
    }
  }

  private final class Image implements DeskSnapshots {
    private @Nullable Snapshot last;

    @Override
    public @Nullable Snapshot load() {
      return last;
    }

    @Override
    public void save(long sequence, byte[] state) {
      last = new Snapshot(sequence, state.clone());
      journal.forgetUpTo(sequence);
    }
  }

  private static final class NoOverrides implements OverrideStore {
    @Override
    public List<ManualOverride> load() {
      return List.of();
    }

    @Override
    public CompletionStage<Boolean> put(ManualOverride override) {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletionStage<Boolean> remove(String pointName) {
      return CompletableFuture.completedFuture(true);
    }
  }
}
