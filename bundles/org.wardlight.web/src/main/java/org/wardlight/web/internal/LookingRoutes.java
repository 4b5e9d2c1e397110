package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;
import org.wardlight.api.telemetry.Trends;

/** The requests that only look. */
final class LookingRoutes {
  private static final int MOST_BUCKETS = 5_000;
  private static final Duration LONGEST_RECORD = Duration.ofDays(366);

  private final Services services;
  private final Guard guard;
  private final Answers answers;
  private final IntSupplier stations;
  private final Messages messages;
  private final AlarmShapes alarmShapes;
  private final Nights nights;

  LookingRoutes(Services services, Guard guard, Answers answers, IntSupplier stations) {
    this.services = services;
    this.guard = guard;
    this.answers = answers;
    this.stations = stations;
    messages = new Messages(services);
    alarmShapes = new AlarmShapes(services.accounts());
    nights = new Nights(services.clock());
  }

  void facility(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.STAFF);
    Facility facility = services.facilities().current();
    answers.offLoop(
        ctx,
        out -> Shapes.facility(out, facility, Ward::rooms, nights, Readers.seesNames(user.role())));
  }

  void room(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    String room = ctx.pathParam("room");
    Facility facility = services.facilities().current();
    Ward ward = facility.wardOf(room);
    if (ward == null) {
      throw Problem.notFound("There is no room with this number.");
    }
    answers.offLoop(ctx, out -> room(out, facility, ward, room, Readers.seesNames(user.role())));
  }

  private void room(JsonGenerator out, Facility facility, Ward ward, String room, boolean names)
      throws IOException {
    out.writeStartObject();
    out.writeFieldName("room");
    Shapes.room(out, facility, room, facility.room(room), names);
    out.writeStringField("ward", ward.id());
    Json.list(out, "values", messages.values(facility.pointsOf(room), p -> true), Shapes::value);
    Json.list(out, "outputs", messages.outputs(room, facility), Shapes::output);
    List<Alarm> alarms = new ArrayList<>();
    services.desk().open().stream().filter(a -> a.room().equals(room)).forEach(alarms::add);
    alarms.addAll(services.changes().closed(room, services.clock().instant()));
    Json.list(out, "alarms", alarms, alarmShapes::alarm);
    List<DeviceState> devices =
        services.changes().devices().stream()
            .filter(d -> servesRoom(facility.devices().get(d.device()), room))
            .toList();
    Json.list(out, "devices", devices, (o, d) -> Shapes.device(o, facility, d));
    out.writeEndObject();
  }

  private static boolean servesRoom(@Nullable Device device, String room) {
    return device != null && device.room().equals(room);
  }

  void alarms(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    answers.list(ctx, "alarms", services.desk()::open, alarmShapes::alarm);
  }

  void journey(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    String id = ctx.pathParam("id");
    answers.offLoop(
        ctx,
        out -> {
          List<JournalEntry> entries = services.journal().journey(id);
          Alarm alarm = services.desk().find(id);
          if (alarm == null && entries.isEmpty()) {
            throw Problem.notFound("There is no alarm with this id.");
          }
          out.writeStartObject();
          if (alarm == null) {
            out.writeNullField("alarm");
          } else {
            out.writeFieldName("alarm");
            alarmShapes.alarm(out, alarm);
          }
          Json.list(out, "entries", entries, alarmShapes::entry);
          out.writeEndObject();
        });
  }

  void episodes(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_MANAGERS);
    String room = ctx.pathParam("room");
    if (services.facilities().current().wardOf(room) == null) {
      throw Problem.notFound("There is no room with this number.");
    }
    Instant from = instant(ctx, "from");
    Instant to = instant(ctx, "to");
    order(from, to);
    if (Duration.between(from, to).compareTo(LONGEST_RECORD) > 0) {
      throw Problem.badRequest("The range must not exceed 366 days.");
    }
    answers.list(
        ctx, "episodes", () -> services.wards().episodes().of(room, from, to), Shapes::episode);
  }

  private static void order(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Problem.badRequest("from must lie before to.");
    }
  }

  void trends(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    String name = parameter(ctx, "point");
    Point point = services.facilities().current().point(name);
    if (point == null) {
      throw Problem.notFound("There is no point with this name.");
    }
    Instant from = instant(ctx, "from");
    Instant to = instant(ctx, "to");
    order(from, to);
    int buckets = buckets(ctx);
    Trends trends = services.trends().get();
    if (trends == null) {
      throw new Problem(503, "trends.unavailable", "The store of time series is not running.");
    }
    answers.when(
        ctx,
        trends.trend(name, from, to, buckets),
        trend -> answers.offLoop(ctx, out -> Shapes.trend(out, trend)));
  }

  private static String parameter(RoutingContext ctx, String name) {
    String value = ctx.request().getParam(name);
    if (value == null || value.isEmpty()) {
      throw Problem.badRequest("The parameter " + name + " is missing.");
    }
    return value;
  }

  private static Instant instant(RoutingContext ctx, String name) {
    try {
      return Instant.parse(parameter(ctx, name));
    } catch (DateTimeException e) {
      throw Problem.badRequest(
          "The parameter " + name + " must be an instant like 2026-11-22T02:11:00Z.");
    }
  }

  private static int buckets(RoutingContext ctx) {
    String text = ctx.request().getParam("buckets", "300");
    if (text.matches("\\d{1,4}")) {
      int buckets = Integer.parseInt(text);
      if (buckets >= 1 && buckets <= MOST_BUCKETS) {
        return buckets;
      }
    }
    throw Problem.badRequest("The parameter buckets must be a number from 1 to 5000.");
  }

  void links(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    Facility facility = services.facilities().current();
    answers.offLoop(
        ctx,
        out -> {
          out.writeStartObject();
          Json.list(
              out, "links", services.changes().links(), (o, l) -> Shapes.link(o, facility, l));
          Json.list(
              out,
              "devices",
              services.changes().devices(),
              (o, d) -> Shapes.device(o, facility, d));
          out.writeEndObject();
        });
  }

  void texts(RoutingContext ctx) {
    String language = ctx.request().getParam("lang", "en");
    RuleTexts texts = services.texts().get();
    Map<String, String> all =
        texts == null ? Map.of() : texts.texts(Locale.forLanguageTag(language));
    answers.ok(
        ctx,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("texts");
          for (var text : new TreeMap<>(all).entrySet()) {
            out.writeStringField(text.getKey(), text.getValue());
          }
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** Degraded is still alive: a container must not be restarted because a gateway is off. */
  void health(RoutingContext ctx) {
    List<LinkState> links = services.changes().links();
    long up = links.stream().filter(l -> l.status() == LinkState.Status.UP).count();
    boolean journal = services.changes().journalWorks();
    answers.ok(
        ctx,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", journal && up == links.size() ? "up" : "degraded");
          out.writeStringField("journal", journal ? "ok" : "failed");
          out.writeObjectFieldStart("links");
          out.writeNumberField("up", up);
          out.writeNumberField("of", links.size());
          out.writeEndObject();
          out.writeNumberField("stations", stations.getAsInt());
          out.writeEndObject();
        });
  }
}
