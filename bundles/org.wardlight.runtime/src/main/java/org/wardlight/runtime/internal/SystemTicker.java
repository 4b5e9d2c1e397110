package org.wardlight.runtime.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.time.Ticker;

/** The monotonic clock of the virtual machine. */
@Component
public final class SystemTicker implements Ticker {
  @Activate
  public SystemTicker() {}

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
