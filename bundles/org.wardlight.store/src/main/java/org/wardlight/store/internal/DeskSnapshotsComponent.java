package org.wardlight.store.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.alarm.DeskSnapshots;

/** The desk's snapshots as a service, out of the same store. */
@Component(service = DeskSnapshots.class)
public final class DeskSnapshotsComponent implements DeskSnapshots {
  private final DeskSnapshots snapshots;

  @Activate
  public DeskSnapshotsComponent(@Reference StoreComponent store) {
    snapshots = store.snapshots();
  }

  @Override
  public @Nullable Snapshot load() {
    return snapshots.load();
  }

  @Override
  public void save(long sequence, byte[] state) {
    snapshots.save(sequence, state);
  }
}
