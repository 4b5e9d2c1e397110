package org.wardlight.alarm.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent.ShelvingBegan;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Shelves;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.time.Lanes;

/** Brings what is to be held back to the machine of its ward. */
final class ShelfDesk implements Shelves {
  private final Wards wards;
  private final AnnouncedAlarms announced;

  ShelfDesk(Wards wards, AnnouncedAlarms announced) {
    this.wards = wards;
    this.announced = announced;
  }

  @Override
  public CompletionStage<DeskOutcome<Shelving>> shelve(
      String alarmId, String user, String reason, Duration duration) {
    Alarm alarm = announced.find(alarmId);
    return alarm == null
        ? missing(alarmId)
        : ask(
            alarm.ward(),
            new Input.Shelve(Shelving.Type.ONE_ALARM, "", alarmId, user, reason, duration));
  }

  @Override
  public CompletionStage<DeskOutcome<Shelving>> bypass(
      String ward, String kind, String place, String user, String reason, Duration duration) {
    return ask(ward, new Input.Shelve(Shelving.Type.BYPASS, kind, place, user, reason, duration));
  }

  @Override
  public CompletionStage<DeskOutcome<Shelving>> maintain(
      String ward, String subject, String user, String reason, Duration duration) {
    return ask(
        ward, new Input.Shelve(Shelving.Type.MAINTENANCE, "", subject, user, reason, duration));
  }

  private CompletionStage<DeskOutcome<Shelving>> ask(String ward, Input input) {
    boolean there = ward.equals(Lanes.FACILITY) || wards.inFacility(ward);
    return there ? wards.ask(ward, input, step -> begun(ward, step)) : missing(ward);
  }

  private @Nullable Shelving begun(String ward, Step step) {
    return step.events().stream()
        .filter(ShelvingBegan.class::isInstance)
        .map(event -> announced.ward(ward).book().shelvings().get(((ShelvingBegan) event).id()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public CompletionStage<DeskOutcome<Shelving>> end(String shelvingId, String user) {
    for (Shelving shelving : current()) {
      if (shelving.id().equals(shelvingId)) {
        return wards.ask(
            shelving.ward(), new Input.EndShelving(shelvingId, user), step -> shelving);
      }
    }
    return missing(shelvingId);
  }

  private static CompletionStage<DeskOutcome<Shelving>> missing(String what) {
    return CompletableFuture.completedFuture(new DeskOutcome.NotFound<>(what));
  }

  @Override
  public List<Shelving> current() {
    return announced.wards().values().stream()
        .flatMap(ward -> ward.book().shelvings().values().stream())
        .sorted(Comparator.comparing(Shelving::until).thenComparing(Shelving::id))
        .toList();
  }
}
