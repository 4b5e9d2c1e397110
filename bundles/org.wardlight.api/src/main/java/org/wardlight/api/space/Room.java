package org.wardlight.api.space;

import java.util.List;

/**
 * A resident's room.
 *
 * @param id the number on the door
 */
public record Room(String id, List<Space> spaces, List<Bed> beds) {
  public Room {
    spaces = List.copyOf(spaces);
    beds = List.copyOf(beds);
  }
}
