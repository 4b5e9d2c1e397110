package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.Ward;
import org.wardlight.api.telemetry.Trend;

/** The shapes of docs/live-api.md, but for alarms ({@link AlarmShapes}). */
final class Shapes {
  private Shapes() {}

  static void user(JsonGenerator out, User user) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", user.name());
    out.writeStringField("displayName", user.displayName());
    out.writeStringField("role", user.role().name());
    out.writeStringField("language", user.language());
    out.writeBooleanField("mustChangePassword", user.mustChangePassword());
    out.writeEndObject();
  }

  /** The fields of the facility itself; the caller opens and closes the object. */
  static void facilityFields(JsonGenerator out, Facility facility) throws IOException {
    out.writeStringField("id", facility.id());
    out.writeStringField("name", facility.name());
    out.writeStringField("zone", facility.zone().getId());
    out.writeStringField("language", facility.language().toLanguageTag());
  }

  /**
   * All wards.
   *
   * @param rooms those of a ward that are told
   * @param names whether the reader may see residents' names
   */
  static void facility(
      JsonGenerator out,
      Facility facility,
      Function<Ward, List<Room>> rooms,
      Nights nights,
      boolean names)
      throws IOException {
    out.writeStartObject();
    facilityFields(out, facility);
    Json.list(
        out,
        "wards",
        facility.wards(),
        (o, w) -> ward(o, facility, w, rooms.apply(w), nights, names));
    out.writeEndObject();
  }

  private static void ward(
      JsonGenerator out,
      Facility facility,
      Ward ward,
      List<Room> rooms,
      Nights nights,
      boolean names)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", ward.id());
    out.writeStringField("name", ward.name());
    out.writeStringField("floor", ward.floor());
    out.writeBooleanField("night", nights.night(facility, ward));
    Json.list(out, "rooms", rooms, (o, r) -> room(o, facility, r.id(), r, names));
    out.writeEndObject();
  }

  /**
   * A room, or a common space, which has neither beds nor spaces.
   *
   * @param names whether the reader may see residents' names
   */
  static void room(
      JsonGenerator out, Facility facility, String id, @Nullable Room room, boolean names)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", id);
    out.writeArrayFieldStart("beds");
    if (room != null) {
      for (Bed bed : room.beds()) {
        bed(out, bed, names);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("spaces");
    if (room != null) {
      for (Space space : room.spaces()) {
        out.writeStartObject();
        out.writeStringField("id", space.id());
        out.writeStringField("kind", space.kind().name());
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    Json.list(out, "points", facility.pointsOf(id), Shapes::point);
    out.writeEndObject();
  }

  private static void bed(JsonGenerator out, Bed bed, boolean names) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", bed.id());
    if (bed.stay() == null) {
      out.writeNullField("resident");
    } else {
      Resident resident = bed.stay().resident();
      out.writeObjectFieldStart("resident");
      out.writeStringField("id", resident.id());
      out.writeStringField("name", names ? resident.name() : "");
      out.writeStringField("level", resident.level().name());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void point(JsonGenerator out, Point point) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", point.id());
    out.writeStringField("name", point.name());
    out.writeStringField("kind", point.kind().id());
    out.writeStringField("space", point.space());
    out.writeStringField("type", point.kind().type().name());
    out.writeStringField("unit", point.kind().unit());
    Json.list(out, "states", point.kind().states(), JsonGenerator::writeString);
    out.writeBooleanField("output", point.kind().output());
    out.writeBooleanField("safety", point.kind().safety());
    out.writeEndObject();
  }

  static void value(JsonGenerator out, PointValue value) throws IOException {
    out.writeStartObject();
    out.writeNumberField("p", value.point().id());
    Json.number(out, "v", value.value());
    if (value.point().kind().type() == ValueType.TEXT) {
      Json.string(out, "x", value.text());
    }
    out.writeStringField("q", value.quality().name());
    out.writeStringField("r", value.reason().name());
    out.writeStringField("s", value.since().toString());
    out.writeNumberField("t", Json.micros(value.received()));
    out.writeEndObject();
  }

  static void output(JsonGenerator out, OutputState output) throws IOException {
    out.writeStartObject();
    out.writeNumberField("p", output.point());
    Json.number(out, "desired", output.desired());
    Json.string(out, "origin", output.origin());
    out.writeStringField("why", output.why());
    out.writeStringField("status", output.status().name());
    out.writeStringField("detail", output.detail());
    out.writeStringField("since", output.since().toString());
    out.writeEndObject();
  }

  static void clock(JsonGenerator out, Deadline deadline) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", deadline.kind());
    out.writeStringField("room", deadline.room());
    out.writeStringField("space", deadline.space());
    out.writeStringField("since", deadline.since().toString());
    out.writeStringField("at", deadline.at().toString());
    out.writeEndObject();
  }

  /** A device that the facility does not know (any more) has no room. */
  static void device(JsonGenerator out, Facility facility, DeviceState state) throws IOException {
    Device device = facility.devices().get(state.device());
    out.writeStartObject();
    out.writeStringField("id", state.device());
    Json.string(out, "type", device == null ? "" : device.type());
    Json.string(out, "connection", device == null ? "" : device.connection());
    Json.string(out, "room", device == null ? "" : device.room());
    out.writeBooleanField("answering", state.answering());
    out.writeStringField("reason", state.reason().name());
    out.writeStringField("detail", state.detail());
    out.writeStringField("since", state.since().toString());
    out.writeEndObject();
  }

  static void link(JsonGenerator out, Facility facility, LinkState state) throws IOException {
    ConnectionSpec connection = facility.connections().get(state.connection());
    out.writeStartObject();
    out.writeStringField("id", state.connection());
    out.writeStringField("endpoint", connection == null ? "" : withoutUser(connection.endpoint()));
    out.writeStringField("status", state.status().name());
    out.writeStringField("since", state.since().toString());
    out.writeStringField("detail", state.failure() == null ? "" : state.failure().detail());
    out.writeNumberField("attempt", state.attempt());
    out.writeEndObject();
  }

  /** An endpoint may carry a user and password, which no screen shows. */
  static String withoutUser(URI endpoint) {
    String user = endpoint.getRawUserInfo();
    return user == null ? endpoint.toString() : endpoint.toString().replace(user + "@", "");
  }

  static void trend(JsonGenerator out, Trend trend) throws IOException {
    out.writeStartObject();
    out.writeStringField("point", trend.point());
    out.writeStringField("from", trend.from().toString());
    out.writeStringField("to", trend.to().toString());
    Json.number(out, "width", seconds(trend.width()));
    out.writeArrayFieldStart("buckets");
    for (Trend.Bucket bucket : trend.buckets()) {
      out.writeStartArray();
      out.writeNumber(bucket.start().toEpochMilli());
      Json.number(out, bucket.min());
      Json.number(out, bucket.mean());
      Json.number(out, bucket.max());
      Json.number(out, bucket.last());
      out.writeNumber(bucket.samples());
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static double seconds(Duration d) {
    return d.toNanos() / 1e9;
  }

  /** An episode on record; its duration is null where its beginning or end is not known. */
  static void episode(JsonGenerator out, Episode episode) throws IOException {
    Duration duration = episode.duration();
    out.writeStartObject();
    out.writeStringField("id", episode.id());
    out.writeStringField("kind", episode.kind());
    out.writeStringField("ward", episode.ward());
    out.writeStringField("room", episode.room());
    out.writeStringField("bed", episode.bed());
    out.writeStringField("resident", episode.resident());
    out.writeStringField("since", episode.since().toString());
    Json.string(out, "light", episode.light());
    Json.string(out, "bathroom", episode.bathroom());
    Json.string(out, "bathroomLeft", episode.bathroomLeft());
    Json.string(out, "back", episode.back());
    Json.string(out, "staff", episode.staff());
    Json.string(out, "missing", episode.missing());
    out.writeBooleanField("bathroomUnknown", episode.bathroomUnknown());
    out.writeBooleanField("bedUnknown", episode.bedUnknown());
    Json.string(out, "until", episode.until());
    Json.string(out, "outcome", episode.outcome());
    if (duration == null) {
      out.writeNullField("seconds");
    } else {
      out.writeNumberField("seconds", duration.toMillis() / 1000.0);
    }
    out.writeEndObject();
  }
}
