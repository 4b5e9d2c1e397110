package org.wardlight.runtime.internal;

import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.time.Timers;

/** Says when the system's clock was set back and the server's time therefore differs from it. */
@Component(
    immediate = true,
    service = {})
public final class ClockWatch {
  static final String KIND = "clock.differs";
  private static final String SUBJECT = "clock";
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Less is what time servers correct every day. */
  private static final Duration WORTH_SAYING = Duration.ofSeconds(5);

  private final SteadyClock clock;
  private final Faults faults;
  private final Timers.Timer look;
  private boolean said;

  @Activate
  public ClockWatch(
      @Reference SteadyClock clock, @Reference Timers timers, @Reference Faults faults) {
    this.clock = clock;
    this.faults = faults;
    look = timers.every(LOOK, this::look);
  }

  @Deactivate
  public void stop() {
    look.cancel();
  }

  private void look() {
    Duration lead = clock.lead();
    boolean differs = lead.compareTo(WORTH_SAYING) > 0;
    if (differs && !said) {
      Duration seconds = Duration.ofSeconds(lead.toSeconds());
      faults.hold(KIND, SUBJECT, new Reason(KIND, Map.of("lead", seconds.toString())));
    } else if (!differs && said) {
      faults.release(KIND, SUBJECT);
    }
    said = differs;
  }
}
