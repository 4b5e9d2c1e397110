package org.wardlight.web.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.space.Facility;

/**
 * Light and temperature of a room, as far as a resident may set them: through {@link Overrides},
 * for a while, and never against staff.
 */
final class RoomComfort {
  /** A resident may be so much warmer or cooler than the rules wish. */
  static final double KELVIN_AROUND = 3;

  static final double KELVIN_STEP = 0.5;
  static final double LIGHT_STEP = 20;
  static final Duration LIGHT_HELD = Duration.ofHours(8);
  static final Duration TEMPERATURE_HELD = Duration.ofHours(12);

  /** Dark is nothing to hold for hours: only until the lamp has read it back. */
  static final Duration DARK_HELD = Duration.ofMinutes(5);

  static final String TEMPERATURE = "climate.setpoint";
  static final String LIGHT = "night.light";
  private static final Logger log = LoggerFactory.getLogger(RoomComfort.class);
  private static final String WHY = "bedside terminal";
  private static final Set<OutputState.Status> AWAY =
      Set.of(OutputState.Status.WAITING, OutputState.Status.REFUSED, OutputState.Status.MISMATCH);

  private final Services services;

  /** Whether it can be set now. */
  enum Possible {
    YES,
    /** The device does not answer, or does not obey. */
    AWAY,
    /** Staff hold it by hand. */
    STAFF,
    /** Rules say nothing of it, so that there is nothing to stay near to. */
    NO_BASE
  }

  /**
   * An output of the room.
   *
   * @param value what the device reads back; NaN if it was never read
   * @param wanted what it should read back; NaN if nobody wishes anything
   * @param usual what it is without the resident's wish; NaN if nobody wishes anything
   * @param min the lowest that may be set
   * @param until when the resident's wish ends; null if there is none
   */
  record Control(
      Point point,
      double value,
      double wanted,
      double usual,
      double min,
      double max,
      Possible possible,
      @Nullable Instant until) {}

  RoomComfort(Services services) {
    this.services = services;
  }

  /** The room's output of this kind; null if it has none that the server may write. */
  @Nullable Control control(Facility facility, String room, String kind) {
    for (Point point : facility.pointsOf(room)) {
      if (point.kind().id().equals(kind) && point.kind().output() && point.writable()) {
        return control(point);
      }
    }
    return null;
  }

  private @Nullable Control control(Point point) {
    OutputState state;
    double usual;
    try {
      state = services.outputs().state(point.id());
      usual = usual(point);
    } catch (IllegalArgumentException e) {
      log.debug("{} is not an output (yet): {}", point.name(), e.getMessage());
      return null;
    }
    ManualOverride held = held(point);
    boolean light = point.kind().id().equals(LIGHT);
    PointValue value = services.points().value(point.id());
    boolean known = value.quality() == Quality.GOOD || value.quality() == Quality.UNCERTAIN;
    Possible possible = Possible.YES;
    if (held != null && !ManualOverride.residents(held.owner())) {
      possible = Possible.STAFF;
    } else if (!known || AWAY.contains(state.status())) {
      possible = Possible.AWAY;
    } else if (!light && Double.isNaN(usual)) {
      possible = Possible.NO_BASE;
    }
    Double lowest = point.min();
    Double highest = point.max();
    double min = light ? 0 : usual - KELVIN_AROUND;
    double max = light ? 100 : usual + KELVIN_AROUND;
    return new Control(
        point,
        value.value(),
        state.desired(),
        usual,
        lowest == null ? min : Math.max(min, lowest),
        highest == null ? max : Math.min(max, highest),
        possible,
        held != null && possible != Possible.STAFF ? held.until() : null);
  }

  private double usual(Point point) {
    double byRules = services.outputs().wished(point.id(), Origin.RULE);
    return Double.isNaN(byRules) ? services.outputs().wished(point.id(), Origin.SCHEDULE) : byRules;
  }

  private @Nullable ManualOverride held(Point point) {
    for (ManualOverride one : overrides().overrides()) {
      if (one.point().equals(point.name())) {
        return one;
      }
    }
    return null;
  }

  private Overrides overrides() {
    return services.engineer().overrides();
  }

  /**
   * One step up or down. Done once it counts, or will not.
   *
   * @param terminal the id of the terminal at which it was pressed
   */
  CompletionStage<?> step(Control control, boolean up, String terminal) {
    if (control.possible() != Possible.YES) {
      return CompletableFuture.completedFuture(false);
    }
    boolean light = control.point().kind().id().equals(LIGHT);
    double step = light ? LIGHT_STEP : KELVIN_STEP;
    double from = from(control, light);
    // Onto the next mark of the scale, wherever it stood before.
    double to = up ? Math.floor(from / step + 1) * step : Math.ceil(from / step - 1) * step;
    double value = Math.max(control.min(), Math.min(control.max(), to));
    String owner = ManualOverride.ownerAt(terminal);
    if (!light && value == control.usual()) {
      return CompletableFuture.completedFuture(
          control.until() != null && overrides().release(control.point().id(), owner));
    }
    Duration length = !light ? TEMPERATURE_HELD : value == 0 ? DARK_HELD : LIGHT_HELD;
    Instant until = services.clock().instant().plus(length);
    return overrides().override(control.point().id(), value, owner, until, WHY);
  }

  private static double from(Control control, boolean light) {
    if (control.until() != null && !Double.isNaN(control.wanted())) {
      return control.wanted();
    }
    double from = light ? control.value() : control.usual();
    return Double.isNaN(from) ? 0 : from;
  }

  /**
   * What residents have set ends where it is no longer near to what rules wish: they know of an
   * open window or of the heat outside.
   */
  void settle(Facility facility) {
    List<ManualOverride> all = overrides().overrides();
    for (ManualOverride one : all) {
      Point point = facility.point(one.point());
      if (ManualOverride.residents(one.owner())
          && point != null
          && point.kind().id().equals(TEMPERATURE)) {
        Control control = control(point);
        if (control != null && Math.abs(one.value() - control.usual()) > KELVIN_AROUND) {
          var unused = overrides().release(point.id(), one.owner());
        }
      }
    }
  }
}
