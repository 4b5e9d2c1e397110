package org.wardlight.facility.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.facility.internal.HistoryFiles.Kept;
import org.wardlight.facility.internal.HistoryFiles.Restoring;

/** Decides what is in force when the server starts. */
final class StartUp {
  private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

  /** Files written so shortly before may not be complete: the last good ones are used. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Layout layout;
  private final HistoryFiles history;
  private final Clock clock;

  StartUp(Layout layout, HistoryFiles history, Clock clock) {
    this.layout = layout;
    this.history = history;
    this.clock = clock;
  }

  /**
   * What to begin with.
   *
   * @param facility null if there is nothing valid at all
   * @param limits what of its residents' plans may be changed
   * @param files it was read from these
   * @param settled what the file system said of the files that were read and need not be read
   *     again; null if they are to be looked at
   */
  record Choice(
      @Nullable Facility facility,
      PlanLimits limits,
      Snapshot files,
      String who,
      int restored,
      List<ConfigurationProblem> problems,
      Snapshot.@Nullable Marks settled) {}

  Choice choose() throws IOException {
    Restoring begun = history.restoring();
    Snapshot old = begun == null ? null : history.files(begun.number());
    if (begun != null && old != null) {
      // The files may be half of one and half of the other; they are written when all runs.
      Snapshot wanted = WriteBack.wanted(layout, Snapshot.take(layout), old);
      FacilityReadout readout = FacilityReader.read(layout, wanted);
      Facility facility = readout.facility();
      if (facility != null) {
        return new Choice(
            facility, readout.limits(), wanted, begun.who(), begun.number(), List.of(), null);
      }
    }
    Snapshot.Marks marks = Snapshot.marks(layout);
    Snapshot files = Snapshot.take(layout);
    boolean still = Snapshot.marks(layout).equals(marks) && !justWritten(marks);
    List<Kept> kept = history.all();
    if (!still && !kept.isEmpty() && !kept.get(0).digest().equals(files.digest())) {
      Choice last = lastGood(List.of(), null);
      if (last != null) {
        LOG.info("the configuration is being written: beginning with the last one");
        return last;
      }
    }
    FacilityReadout readout = FacilityReader.read(layout, files);
    Facility read = readout.facility();
    if (read == null) {
      Choice last = lastGood(readout.problems(), marks);
      return last == null
          ? new Choice(
              null,
              readout.limits(),
              files,
              ConfigurationHistory.FILES,
              0,
              readout.problems(),
              null)
          : last;
    }
    return new Choice(
        read,
        readout.limits(),
        files,
        ConfigurationHistory.FILES,
        0,
        List.of(),
        still ? marks : null);
  }

  private boolean justWritten(Snapshot.Marks marks) {
    Instant now = clock.instant();
    return marks.writtenBetween(now.minus(QUIET), now.plus(QUIET));
  }

  /** The newest configuration of the history that can still be read; null if there is none. */
  private @Nullable Choice lastGood(
      List<ConfigurationProblem> problems, Snapshot.@Nullable Marks settled) {
    for (Kept kept : history.all()) {
      Snapshot files = history.files(kept.entry().number());
      FacilityReadout readout = files == null ? null : FacilityReader.read(layout, files);
      Facility facility = readout == null ? null : readout.facility();
      if (files != null && readout != null && facility != null) {
        return new Choice(
            facility,
            readout.limits(),
            files,
            ConfigurationHistory.FILES,
            kept.entry().number(),
            problems,
            settled);
      }
    }
    return null;
  }
}
