package org.wardlight.alarm.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.DeskSnapshots.Snapshot;
import org.wardlight.api.alarm.JournalException;

/**
 * Keeps an image of what was announced, so that a start reads only the end of the journal. What
 * does not fit is ignored: the journal has it all.
 */
final class SnapshotKeeper {
  /** After so many entries another one is kept. */
  static final long EVERY = 5_000;

  /** Changes when the same events add up to something else than before. */
  static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

  private final @Nullable DeskSnapshots snapshots;
  private long kept;

  /** What is kept: the image, and by which rules it was made. */
  record Kept(int version, String shape, DeskImage image) {}

  /** An image and the last entry that it includes. */
  record Found(long sequence, DeskImage image) {}

  SnapshotKeeper(@Nullable DeskSnapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** The newest image that fits; an empty one at sequence 0 if there is none. */
  Found load() {
    Found none = new Found(0, DeskImage.EMPTY);
    if (snapshots == null) {
      return none;
    }
    try {
      Snapshot snapshot = snapshots.load();
      if (snapshot == null) {
        return none;
      }
      Kept found = RecordJson.read(snapshot.state(), Kept.class);
      if (found.version() == VERSION && found.shape().equals(shape())) {
        kept = snapshot.sequence();
        return new Found(kept, found.image());
      }
      LOG.warn("the desk's snapshot is of another version; the whole journal is read");
    } catch (JournalException | IllegalArgumentException e) {
      LOG.warn("the desk's snapshot is unusable, the whole journal is read: {}", e.getMessage());
    }
    return none;
  }

  /** Everything up to this entry was announced, and nothing else. */
  void announced(long sequence, AnnouncedAlarms announced) {
    if (snapshots != null && sequence >= kept + EVERY) {
      kept = sequence;
      snapshots.save(sequence, RecordJson.write(new Kept(VERSION, shape(), announced.image())));
    }
  }

  private static String shape() {
    return RecordJson.shape(DeskImage.class);
  }
}
