package org.wardlight.web.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.CareLimits.Limit;
import org.wardlight.api.space.CareLimits.Outcome;

/** The limits of one resident's care plan, and changing them. */
final class LimitRoutes {
  private final CareLimits limits;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  LimitRoutes(Services services, Guard guard, Answers answers) {
    limits = services.wards().limits();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  void show(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    String resident = ctx.pathParam("resident");
    List<Limit> all = limits.limits(resident);
    if (all.isEmpty()) {
      throw noSuchResident();
    }
    answers.offLoop(
        ctx,
        out ->
            records.write(
                out,
                Map.of("resident", resident, "limits", all, "changes", limits.changes(resident))));
  }

  void change(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    JsonObject body = RequestBody.of(ctx);
    Duration length = body.getValue("minutes") == null ? null : RequestBody.minutes(body);
    answer(
        ctx,
        limits.change(
            ctx.pathParam("resident"),
            values("values", body.getValue("values")),
            user.name(),
            RequestBody.reason(body),
            length));
  }

  /** Numbers and truth values may be written as such, or as text like the rest. */
  static Map<String, String> values(String field, @Nullable Object of) {
    if (!(of instanceof JsonObject object)) {
      throw Problem.badRequest("The field " + field + " must be an object: limit and value.");
    }
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> value : object) {
      if (!(value.getValue() instanceof String
          || value.getValue() instanceof Number
          || value.getValue() instanceof Boolean)) {
        throw Problem.badRequest("The limit " + value.getKey() + " needs a single value.");
      }
      values.put(value.getKey(), String.valueOf(value.getValue()).strip());
    }
    return values;
  }

  void reset(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    JsonObject body = RequestBody.of(ctx);
    answer(
        ctx,
        limits.reset(
            ctx.pathParam("resident"), names(body), user.name(), RequestBody.reason(body)));
  }

  private static Set<String> names(JsonObject body) {
    Object list = body.getValue("limits");
    if (list == null) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    if (list instanceof JsonArray array) {
      array.forEach(name -> names.add(String.valueOf(name)));
    }
    if (names.isEmpty()) {
      throw Problem.badRequest("The field limits must be a list of names; leave it out for all.");
    }
    return names;
  }

  private void answer(RoutingContext ctx, CompletionStage<Outcome> stage) {
    answers.when(
        ctx,
        stage,
        outcome -> {
          if (outcome instanceof Outcome.Done done) {
            answers.ok(ctx, out -> records.write(out, done));
          } else if (outcome instanceof Outcome.Refused refused) {
            throw problem(refused);
          } else {
            throw new IllegalStateException("no answer for " + outcome.getClass());
          }
        });
  }

  private static Problem problem(Outcome.Refused refused) {
    return switch (refused.why()) {
      case NO_SUCH_RESIDENT -> noSuchResident();
      case NO_SUCH_LIMIT ->
          new Problem(400, "limit.unknown", "There is no such limit: " + refused.detail() + ".");
      case BAD_VALUE -> new Problem(400, "limit.value", refused.detail());
      case BAD_EXPIRY -> new Problem(400, "limit.expiry", refused.detail());
      case NO_REASON -> new Problem(400, "reason.missing", refused.detail());
      case NOT_SAVED -> new Problem(503, "limit.not.saved", refused.detail());
    };
  }

  private static Problem noSuchResident() {
    return Problem.notFound("There is no resident of this id.");
  }
}
