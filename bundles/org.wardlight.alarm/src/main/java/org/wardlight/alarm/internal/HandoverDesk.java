package org.wardlight.alarm.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.Coverage.BedCoverage;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Handover;
import org.wardlight.api.alarm.Shelving;

/** What one shift leaves to the next. */
final class HandoverDesk implements Handover {
  private static final int LONGEST_NOTE = 500;

  private final Wards wards;
  private final AnnouncedAlarms announced;
  private final Coverage coverage;

  HandoverDesk(Wards wards, AnnouncedAlarms announced, Coverage coverage) {
    this.wards = wards;
    this.announced = announced;
    this.coverage = coverage;
  }

  @Override
  public Sheet sheet(String ward) {
    List<Alarm> all = announced.open().stream().filter(alarm -> alarm.ward().equals(ward)).toList();
    WardBook book = announced.ward(ward).book();
    List<Shelving> shelvings = List.copyOf(book.shelvings().values());
    List<BedCoverage> uncovered =
        coverage.board(ward).stream().filter(bed -> !bed.covered()).toList();
    return new Sheet(
        ward,
        all.stream().filter(alarm -> !alarm.shelved()).toList(),
        all.stream().filter(Alarm::shelved).toList(),
        shelvings,
        uncovered,
        book.handedOver());
  }

  @Override
  public CompletionStage<DeskOutcome<SignOff>> signOff(String ward, String user, String note) {
    if (!wards.inFacility(ward)) {
      return CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(ward));
    }
    if (note.length() > LONGEST_NOTE) {
      return CompletableFuture.completedFuture(new DeskOutcome.NotAllowed<>("note.too.long"));
    }
    Sheet sheet = sheet(ward);
    return wards.ask(
        ward,
        new Input.HandOver(
            user, note, sheet.open().size(), sheet.shelved().size(), sheet.uncovered().size()),
        step -> announced.ward(ward).book().handedOver());
  }
}
