package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.TriedPlans;
import org.wardlight.api.space.Ward;

/** A facility in which residents have other limits. */
final class TriedLimits {
  private TriedLimits() {}

  /**
   * The facility with these limits.
   *
   * @param limits by resident's id, then by name
   * @throws IllegalArgumentException as {@link TriedPlans} says
   */
  static Facility in(Facility facility, Map<String, Map<String, String>> limits, TriedPlans plans) {
    // First all of them: what is wrong is said whether or not the resident has a bed.
    Map<String, CarePlan> tried = new HashMap<>();
    limits.forEach((resident, values) -> tried.put(resident, plans.tried(resident, values)));
    List<Ward> wards = new ArrayList<>();
    for (Ward ward : facility.wards()) {
      List<Room> rooms = new ArrayList<>();
      for (Room room : ward.rooms()) {
        List<Bed> beds = new ArrayList<>();
        for (Bed bed : room.beds()) {
          beds.add(new Bed(bed.id(), with(bed.stay(), tried)));
        }
        rooms.add(new Room(room.id(), room.spaces(), beds));
      }
      wards.add(ward.withRooms(rooms));
    }
    return facility.withWards(wards);
  }

  private static @Nullable Stay with(@Nullable Stay stay, Map<String, CarePlan> tried) {
    CarePlan plan = stay == null ? null : tried.get(stay.resident().id());
    if (stay == null || plan == null) {
      return stay;
    }
    Resident who = stay.resident();
    return new Stay(
        new Resident(who.id(), who.name(), who.level(), plan), stay.from(), stay.until());
  }
}
