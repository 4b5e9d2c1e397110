package org.wardlight.facility.internal;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityFiles;

/** A facility's files with the limits that people changed, apart from any facility in force. */
@Component
public final class ReadFacilityFiles implements FacilityFiles {
  private final Clock clock;

  @Activate
  public ReadFacilityFiles(@Reference Clock clock) {
    this.clock = clock;
  }

  @Override
  public Read read(Path directory, @Nullable Path fallback, Path history) {
    FacilityReadout readout = FacilityReader.read(directory, fallback);
    Facility facility = readout.facility();
    if (facility == null) {
      throw readout.faulty();
    }
    LimitDesk limits =
        new LimitDesk(
            new LimitsFile(history.resolve(LimitsFile.NAME)),
            clock,
            Runnable::run,
            () -> null,
            () -> null);
    return new Read(limits.over(facility, readout.limits()), limits);
  }
}
