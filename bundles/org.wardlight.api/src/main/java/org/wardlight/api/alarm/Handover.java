package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Coverage.BedCoverage;

/** The handing over of a ward from shift to shift. Thread-safe. */
public interface Handover {
  /** What the next shift must know now. */
  Sheet sheet(String ward);

  /**
   * Signs that the sheet was handed over. Refused with {@code note.too.long} above 500 characters.
   *
   * @param note may be empty; never names of residents
   */
  CompletionStage<DeskOutcome<SignOff>> signOff(String ward, String user, String note);

  /**
   * What the next shift must know.
   *
   * @param open open alarms that are not shelved
   * @param shelved open alarms that are
   * @param shelvings all that is held back in the ward
   * @param uncovered beds whose watches do not all protect
   * @param last the last sign-off; null if there was none
   */
  record Sheet(
      String ward,
      List<Alarm> open,
      List<Alarm> shelved,
      List<Shelving> shelvings,
      List<BedCoverage> uncovered,
      @Nullable SignOff last) {
    public Sheet {
      open = List.copyOf(open);
      shelved = List.copyOf(shelved);
      shelvings = List.copyOf(shelvings);
      uncovered = List.copyOf(uncovered);
    }
  }

  /** A sign-off, with what stood on the sheet in figures. */
  record SignOff(
      String ward, String by, Instant at, String note, int open, int shelved, int uncovered) {}
}
