package org.wardlight.sim;

import java.time.Instant;
import java.util.function.ObjDoubleConsumer;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/**
 * The simulated house without servers and without a clock of its own: rooms, people, climate and
 * staff in virtual time. The same facility, settings and writes give the same course. Not
 * thread-safe.
 */
public final class VirtualHouse {
  private final Facility facility;
  private final PointValues values;
  private final House house;
  private final Deeds deeds;

  /**
   * Builds a house in which it is {@code start}.
   *
   * @param settings the clock, start and speed of it do not count
   */
  public VirtualHouse(Facility facility, SimulationSettings settings, Instant start) {
    this.facility = facility;
    values = new PointValues(facility.points());
    house = new House(facility, values, settings.withSpeed(1), start);
    deeds = new Deeds(house);
  }

  public Facility facility() {
    return facility;
  }

  /** Lets everything happen that is due until then; a step back does nothing. */
  public void advanceTo(Instant instant) {
    house.timeline().advanceTo(instant);
  }

  /** Sets the one listener of a point; it hears the present value at once and then each change. */
  public void listen(Point point, ObjDoubleConsumer<Point> listener) {
    values.listen(point.id(), listener::accept);
  }

  /** What the device says. */
  public double shown(Point point) {
    return values.shown(point.id());
  }

  /** The server writes a point. */
  public void write(Point point, double value) {
    values.write(point.id(), value);
  }

  /** A hand changes a value; the routine leaves the room alone for a while. */
  public void set(String room, String kind, double value) {
    house.set(room, kind, null, value);
  }

  /** Lets somebody in a room do something: "leaves bed", "pulls cord", "presses call.bed". */
  public void perform(String room, String words) {
    Runnable deed = deeds.in(house.room(room), words);
    house.byHand(room);
    deed.run();
  }

  /** Freezes what a device shows, or thaws it. */
  public void freeze(Point point, boolean freeze) {
    values.freeze(point.id(), freeze);
  }
}
