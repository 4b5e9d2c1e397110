package org.wardlight.alarm.internal;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;

/**
 * Starts the door lamps. It registers its annunciator by hand: as a service of this component it
 * would close a circle with the desk, which declarative services cannot bind in every order.
 */
@Component(
    immediate = true,
    service = {})
public final class DoorLampsComponent {
  private final ServiceRegistration<?> registration;

  @Activate
  public DoorLampsComponent(
      BundleContext bundle,
      @Reference AlarmDesk desk,
      @Reference FacilitySource source,
      @Reference Outputs outputs) {
    DoorLamps lamps = new DoorLamps(desk, source, outputs);
    registration =
        bundle.registerService(
            new String[] {Annunciator.class.getName(), FacilityObserver.class.getName()},
            lamps,
            null);
    lamps.showAll();
  }

  @Deactivate
  public void stop() {
    registration.unregister();
  }
}
