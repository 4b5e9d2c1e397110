package org.wardlight.web.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.alarm.AlarmLoad;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.alarm.Episodes;
import org.wardlight.api.alarm.Handover;
import org.wardlight.api.alarm.Shelves;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.alarm.WalkTests;
import org.wardlight.api.space.CareLimits;

/** What the desk offers beside its alarms, and the limits of residents. */
@Component(service = WardServices.class)
public final class WardServices {
  private final Shelves shelves;
  private final Duty duty;
  private final WalkTests walkTests;
  private final Coverage coverage;
  private final Handover handover;
  private final AlarmLoad load;
  private final Stations stations;
  private final CareLimits limits;
  private final Bedside bedside;
  private final Episodes episodes;

  @Activate
  public WardServices(
      @Reference Shelves shelves,
      @Reference Duty duty,
      @Reference WalkTests walkTests,
      @Reference Coverage coverage,
      @Reference Handover handover,
      @Reference AlarmLoad load,
      @Reference Stations stations,
      @Reference CareLimits limits,
      @Reference Bedside bedside,
      @Reference Episodes episodes) {
    this.shelves = shelves;
    this.duty = duty;
    this.walkTests = walkTests;
    this.coverage = coverage;
    this.handover = handover;
    this.load = load;
    this.stations = stations;
    this.limits = limits;
    this.bedside = bedside;
    this.episodes = episodes;
  }

  Shelves shelves() {
    return shelves;
  }

  Duty duty() {
    return duty;
  }

  WalkTests walkTests() {
    return walkTests;
  }

  Coverage coverage() {
    return coverage;
  }

  Handover handover() {
    return handover;
  }

  AlarmLoad load() {
    return load;
  }

  Stations stations() {
    return stations;
  }

  CareLimits limits() {
    return limits;
  }

  Bedside bedside() {
    return bedside;
  }

  Episodes episodes() {
    return episodes;
  }
}
