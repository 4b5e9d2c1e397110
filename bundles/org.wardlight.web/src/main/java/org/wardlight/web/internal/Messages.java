package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.web.internal.Portions.Portion;

/** The messages from the server to a station, as text. Thread-safe. */
final class Messages {
  private final Services services;
  private final AlarmShapes alarms;
  private final Nights nights;

  Messages(Services services) {
    this.services = services;
    alarms = new AlarmShapes(services.accounts());
    nights = new Nights(services.clock());
  }

  /**
   * Everything but the rooms of the portions left open, the user and the closing brace, so that
   * stations can share it. Reads every service: not for the event loop.
   *
   * @param portions those whose rooms are in it
   * @param left how many portions follow as parts
   */
  String snapshot(
      String epoch, long seq, Facility facility, boolean names, List<Portion> portions, int left) {
    String text =
        Json.text(
            out -> {
              begin(out, "snapshot");
              out.writeStringField("epoch", epoch);
              out.writeNumberField("seq", seq);
              out.writeStringField("now", services.clock().instant().toString());
              out.writeNumberField("left", left);
              out.writeFieldName("facility");
              Map<String, List<Room>> rooms = new HashMap<>();
              for (Portion portion : portions) {
                rooms
                    .computeIfAbsent(portion.ward(), w -> new ArrayList<>())
                    .addAll(portion.rooms());
              }
              Shapes.facility(
                  out, facility, w -> rooms.getOrDefault(w.id(), List.of()), nights, names);
              content(out, facility, portions);
              Json.list(out, "alarms", services.desk().open(), alarms::alarm);
              out.writeArrayFieldStart("presence");
              for (var present : services.desk().present().entrySet()) {
                presence(out, new Pending.Presence(present.getKey(), present.getValue()));
              }
              out.writeEndArray();
              Json.list(out, "clocks", services.changes().clocks(), Shapes::clock);
              store(out, services.changes().journalWorks());
              out.writeEndObject();
            });
    return text.substring(0, text.length() - 1);
  }

  /** A portion that a snapshot left open; this many are left after it. */
  String part(Facility facility, boolean names, Portion portion, int left) {
    return Json.text(
        out -> {
          begin(out, "part");
          out.writeNumberField("left", left);
          out.writeStringField("ward", portion.ward());
          Json.list(
              out,
              "rooms",
              portion.rooms(),
              (o, room) -> Shapes.room(o, facility, room.id(), room, names));
          content(out, facility, List.of(portion));
          out.writeEndObject();
        });
  }

  /** What a tile shows of these portions, and how their devices are reached. */
  private void content(JsonGenerator out, Facility facility, List<Portion> portions)
      throws IOException {
    out.writeArrayFieldStart("values");
    for (Portion portion : portions) {
      for (String place : portion.places()) {
        List<Point> points = facility.pointsOf(place);
        for (PointValue value : values(points, p -> Changes.onTile(p.kind().id()))) {
          Shapes.value(out, value);
        }
      }
    }
    out.writeEndArray();
    Changes changes = services.changes();
    out.writeArrayFieldStart("devices");
    for (Portion portion : portions) {
      for (DeviceState device : changes.devices(portion.devices())) {
        Shapes.device(out, facility, device);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("links");
    for (Portion portion : portions) {
      for (LinkState link : changes.links(portion.connections())) {
        Shapes.link(out, facility, link);
      }
    }
    out.writeEndArray();
  }

  List<PointValue> values(List<Point> points, Predicate<Point> wanted) {
    List<PointValue> values = new ArrayList<>();
    for (Point point : points) {
      if (wanted.test(point)) {
        values.add(services.points().value(point.id()));
      }
    }
    return values;
  }

  /**
   * What changed.
   *
   * @param values those of the values that this audience is told
   */
  String delta(long seq, Facility facility, Pending changed, List<PointValue> values) {
    return Json.text(
        out -> {
          begin(out, "delta");
          out.writeNumberField("seq", seq);
          listIfAny(out, "values", values, Shapes::value);
          listIfAny(out, "alarms", changed.alarms(), alarms::alarm);
          listIfAny(out, "presence", changed.presence(), Messages::presence);
          if (!changed.clocksBegan().isEmpty() || !changed.clocksEnded().isEmpty()) {
            out.writeObjectFieldStart("clocks");
            Json.list(out, "began", changed.clocksBegan(), Shapes::clock);
            Json.list(out, "ended", changed.clocksEnded(), Shapes::clock);
            out.writeEndObject();
          }
          listIfAny(out, "devices", changed.devices(), (o, d) -> Shapes.device(o, facility, d));
          listIfAny(out, "links", changed.links(), (o, l) -> Shapes.link(o, facility, l));
          listIfAny(
              out,
              "wards",
              changed.nights().entrySet(),
              (o, ward) -> {
                o.writeStartObject();
                o.writeStringField("id", ward.getKey());
                o.writeBooleanField("night", ward.getValue());
                o.writeEndObject();
              });
          if (changed.journalWorks() != null) {
            store(out, changed.journalWorks());
          }
          out.writeEndObject();
        });
  }

  private static <T> void listIfAny(
      JsonGenerator out, String field, Iterable<? extends T> items, Json.Item<T> item)
      throws IOException {
    if (items.iterator().hasNext()) {
      Json.list(out, field, items, item);
    }
  }

  private static void presence(JsonGenerator out, Pending.Presence presence) throws IOException {
    out.writeStartObject();
    out.writeStringField("room", presence.room());
    Json.string(out, "since", presence.since());
    out.writeEndObject();
  }

  private static void store(JsonGenerator out, boolean journalWorks) throws IOException {
    out.writeObjectFieldStart("store");
    out.writeStringField("journal", journalWorks ? "ok" : "failed");
    out.writeEndObject();
  }

  /** All values and outputs of a room. */
  String room(String room, Facility facility) {
    return Json.text(
        out -> {
          begin(out, "room");
          out.writeStringField("room", room);
          Json.list(out, "values", values(facility.pointsOf(room), p -> true), Shapes::value);
          Json.list(out, "outputs", outputs(room, facility), Shapes::output);
          out.writeEndObject();
        });
  }

  /** The states of a room's outputs. */
  List<OutputState> outputs(String room, Facility facility) {
    List<OutputState> states = new ArrayList<>();
    for (Point point : facility.pointsOf(room)) {
      if (point.writable()) {
        states.add(services.outputs().state(point.id()));
      }
    }
    return states;
  }

  static String beat(long seq, Instant now) {
    return Json.text(
        out -> {
          begin(out, "beat");
          out.writeNumberField("seq", seq);
          out.writeStringField("now", now.toString());
          out.writeEndObject();
        });
  }

  static String bye(String reason) {
    return Json.text(
        out -> {
          begin(out, "bye");
          out.writeStringField("reason", reason);
          out.writeEndObject();
        });
  }

  private static void begin(JsonGenerator out, String type) throws IOException {
    out.writeStartObject();
    out.writeStringField("t", type);
  }
}
