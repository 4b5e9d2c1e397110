package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;

/** Finds and replaces the residents of a facility. */
final class Residents {
  private Residents() {}

  /** Somebody, and where. */
  record Found(String ward, Resident resident) {}

  static @Nullable Found find(Facility facility, String id) {
    for (Ward ward : facility.wards()) {
      for (Room room : ward.rooms()) {
        for (Bed bed : room.beds()) {
          Stay stay = bed.stay();
          if (stay != null && stay.resident().id().equals(id)) {
            return new Found(ward.id(), stay.resident());
          }
        }
      }
    }
    return null;
  }

  /** The facility with what becomes of each. */
  static Facility each(Facility facility, UnaryOperator<Resident> change) {
    List<Ward> wards = new ArrayList<>();
    for (Ward ward : facility.wards()) {
      wards.add(ward.withRooms(ward.rooms().stream().map(room -> each(room, change)).toList()));
    }
    return facility.withWards(wards);
  }

  private static Room each(Room room, UnaryOperator<Resident> change) {
    List<Bed> beds = new ArrayList<>();
    for (Bed bed : room.beds()) {
      Stay stay = bed.stay();
      beds.add(
          stay == null
              ? bed
              : new Bed(
                  bed.id(), new Stay(change.apply(stay.resident()), stay.from(), stay.until())));
    }
    return new Room(room.id(), room.spaces(), beds);
  }
}
