package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.field.FieldStatus.LinkStatus;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Overrides.Outcome;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/** Connections, devices, points and outputs as they are, and outputs held by hand. */
final class FieldRoutes {
  private final Services services;
  private final EngineerServices engineer;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  FieldRoutes(Services services, Guard guard, Answers answers) {
    this.services = services;
    engineer = services.engineer();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  void links(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    Facility facility = services.facilities().current();
    answers.list(ctx, "links", engineer.field()::links, (o, l) -> link(o, facility, l));
  }

  private void link(JsonGenerator out, Facility facility, LinkStatus link) throws IOException {
    out.writeStartObject();
    out.writeFieldName("state");
    Shapes.link(out, facility, link.state());
    out.writeFieldName("figures");
    records.write(out, link.figures());
    out.writeNumberField("points", link.points());
    out.writeNumberField("good", link.good());
    out.writeEndObject();
  }

  void devices(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    Facility facility = services.facilities().current();
    answers.list(
        ctx, "devices", engineer.field()::devices, (o, d) -> Shapes.device(o, facility, d));
  }

  /** The points of one device, with their addresses, values and outputs. */
  void points(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    String device = ctx.request().getParam("device", "");
    Facility facility = services.facilities().current();
    if (!facility.devices().containsKey(device)) {
      throw Problem.notFound("There is no device of this name; give one as ?device=.");
    }
    answers.offLoop(
        ctx,
        out -> {
          Map<String, ManualOverride> held = held();
          List<Point> points =
              facility.points().stream().filter(p -> p.device().equals(device)).toList();
          out.writeStartObject();
          Json.list(out, "points", points, (o, p) -> point(o, p, held.get(p.name())));
          out.writeEndObject();
        });
  }

  private Map<String, ManualOverride> held() {
    return engineer.overrides().overrides().stream()
        .collect(Collectors.toMap(ManualOverride::point, o -> o));
  }

  private void point(JsonGenerator out, Point point, @Nullable ManualOverride held)
      throws IOException {
    PointValue value = services.points().value(point.id());
    out.writeStartObject();
    out.writeStringField("name", point.name());
    out.writeStringField("kind", point.kind().id());
    out.writeStringField("room", point.room());
    out.writeStringField("space", point.space());
    out.writeStringField("unit", point.kind().unit());
    Json.list(out, "states", point.kind().states(), JsonGenerator::writeString);
    out.writeStringField("scan", point.scan().name());
    out.writeFieldName("address");
    records.write(out, point.address());
    out.writeFieldName("value");
    Shapes.value(out, value);
    Json.string(out, "text", value.text());
    out.writeStringField("qualitySince", value.qualitySince().toString());
    out.writeFieldName("output");
    if (point.writable()) {
      Shapes.output(out, services.outputs().state(point.id()));
    } else {
      out.writeNull();
    }
    out.writeFieldName("override");
    if (held == null) {
      out.writeNull();
    } else {
      records.write(out, held);
    }
    out.writeEndObject();
  }

  /** All outputs; those that do not show what they should stand first. */
  void outputs(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    Facility facility = services.facilities().current();
    answers.offLoop(
        ctx,
        out -> {
          out.writeStartObject();
          Json.list(
              out, "outputs", engineer.field().outputs(), (o, state) -> output(o, facility, state));
          out.writeFieldName("overrides");
          records.write(out, engineer.overrides().overrides());
          out.writeEndObject();
        });
  }

  private static void output(JsonGenerator out, Facility facility, OutputState state)
      throws IOException {
    Point point = facility.point(state.point());
    out.writeStartObject();
    out.writeStringField("name", point == null ? "" : point.name());
    out.writeStringField("room", point == null ? "" : point.room());
    out.writeFieldName("state");
    Shapes.output(out, state);
    out.writeEndObject();
  }

  void override(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    Point point = point(body);
    if (!(body.getValue("value") instanceof Number value)) {
      throw Problem.badRequest("The field value must be a number.");
    }
    answers.when(
        ctx,
        engineer
            .overrides()
            .override(
                point.id(),
                value.doubleValue(),
                user.name(),
                services.clock().instant().plus(RequestBody.minutes(body)),
                RequestBody.reason(body)),
        outcome -> answer(ctx, outcome));
  }

  private void answer(RoutingContext ctx, Outcome outcome) {
    if (outcome instanceof Outcome.Held held) {
      answers.ok(ctx, out -> records.write(out, held.override()));
    } else if (outcome instanceof Outcome.Refused refused) {
      String key = "override." + refused.why().name().toLowerCase(Locale.ROOT);
      throw new Problem(409, key.replace('_', '.'), refused.detail());
    } else {
      throw new IllegalStateException("no answer for " + outcome.getClass());
    }
  }

  void release(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    Point point = point(RequestBody.of(ctx));
    if (!engineer.overrides().release(point.id(), user.name())) {
      throw Problem.notFound("Nobody holds this output by hand.");
    }
    Answers.done(ctx);
  }

  private Point point(JsonObject body) {
    Point point = services.facilities().current().point(RequestBody.text(body, "point"));
    if (point == null) {
      throw Problem.notFound("There is no point of this name.");
    }
    return point;
  }
}
