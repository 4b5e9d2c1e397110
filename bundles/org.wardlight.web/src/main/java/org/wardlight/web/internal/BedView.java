package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Terminals.Terminal;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Stay;

/**
 * All that a terminal shows, as the fields of one JSON object: of its own bed, its own resident and
 * its own room, and of nothing else.
 */
final class BedView {
  private final Services services;
  private final RoomComfort comfort;
  private final Nights nights;

  BedView(Services services, RoomComfort comfort) {
    this.services = services;
    this.comfort = comfort;
    nights = new Nights(services.clock());
  }

  /** The text of it. */
  String text(Facility facility, Room room, Terminal terminal, BedStory.Told told) {
    return Json.text(
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("facility");
          Shapes.facilityFields(out, facility);
          out.writeEndObject();
          out.writeObjectFieldStart("terminal");
          out.writeStringField("id", terminal.id());
          out.writeStringField("name", terminal.name());
          out.writeEndObject();
          out.writeStringField("room", room.id());
          out.writeStringField("bed", terminal.bed());
          Json.string(out, "resident", resident(room, terminal.bed()));
          var ward = facility.wardOf(room.id());
          out.writeBooleanField("night", ward != null && nights.night(facility, ward));
          call(out, told);
          control(out, "light", comfort.control(facility, room.id(), RoomComfort.LIGHT));
          control(
              out, "temperature", comfort.control(facility, room.id(), RoomComfort.TEMPERATURE));
          out.writeFieldName("celsius");
          Json.number(out, celsius(facility, room));
          out.writeEndObject();
        });
  }

  private static @Nullable String resident(Room room, String bed) {
    for (Bed one : room.beds()) {
      Stay stay = one.stay();
      if (one.id().equals(bed) && stay != null) {
        return stay.resident().name();
      }
    }
    return null;
  }

  private static void call(JsonGenerator out, BedStory.Told told) throws IOException {
    out.writeObjectFieldStart("call");
    out.writeStringField("progress", told.progress().name());
    Json.string(out, "since", told.since());
    Json.string(out, "by", told.by());
    out.writeBooleanField("recorded", told.recorded());
    out.writeBooleanField("emergency", told.emergency());
    out.writeBooleanField("test", told.test());
    out.writeEndObject();
  }

  private static void control(JsonGenerator out, String field, RoomComfort.@Nullable Control one)
      throws IOException {
    if (one == null) {
      out.writeNullField(field);
      return;
    }
    out.writeObjectFieldStart(field);
    Json.number(out, "value", one.value());
    Json.number(out, "wanted", one.wanted());
    Json.number(out, "min", one.min());
    Json.number(out, "max", one.max());
    out.writeStringField("possible", one.possible().name());
    Json.string(out, "until", one.until());
    out.writeEndObject();
  }

  /** What the room is now; NaN if nobody knows. */
  private double celsius(Facility facility, Room room) {
    for (Point point : facility.pointsOf(room.id())) {
      if (point.kind().id().equals("bedroom.temperature")) {
        PointValue value = services.points().value(point.id());
        // To a tenth: what changes below is no news to anybody.
        return value.quality() == Quality.GOOD ? Math.round(value.value() * 10) / 10.0 : Double.NaN;
      }
    }
    return Double.NaN;
  }
}
