package org.wardlight.web.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;
import org.wardlight.api.rule.Explanations;
import org.wardlight.api.rule.Rehearsals;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSets;

/** Rule sets, what they say of a room, and trying out others on what was recorded. */
final class RuleRoutes {
  private final EngineerServices engineer;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  RuleRoutes(Services services, Guard guard, Answers answers) {
    engineer = services.engineer();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  // --- sets

  void show(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    RuleSets sets = sets();
    answers.offLoop(
        ctx,
        out -> {
          Map<String, @Nullable Object> all = new LinkedHashMap<>();
          all.put("running", sets.running());
          all.put("pending", sets.pending());
          all.put("refused", sets.refused());
          all.put("needsApproval", sets.needsApproval());
          all.put("history", sets.history());
          records.write(out, all);
        });
  }

  void reload(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    answer(ctx, sets().reload());
  }

  void approve(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    String author = RequestBody.text(RequestBody.of(ctx), "author");
    answer(ctx, sets().approve(number(ctx), user.name(), author));
  }

  void reject(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    String reason = RequestBody.reason(RequestBody.of(ctx));
    answer(ctx, sets().reject(number(ctx), user.name(), reason));
  }

  private RuleSets sets() {
    return EngineerServices.needed(engineer.ruleSets, "The rules engine");
  }

  private static long number(RoutingContext ctx) {
    String number = ctx.pathParam("number");
    if (!number.matches("\\d{1,18}")) {
      throw Problem.badRequest("The number of a rule set is a number.");
    }
    return Long.parseLong(number);
  }

  private void answer(RoutingContext ctx, CompletionStage<RuleSets.Outcome> stage) {
    answers.when(
        ctx,
        stage,
        outcome -> {
          if (outcome instanceof RuleSets.Outcome.NotPending) {
            throw new Problem(404, "not.pending", "No set with this number waits (any more).");
          }
          if (outcome instanceof RuleSets.Outcome.NotAllowed refused) {
            throw new Problem(409, refused.why(), why());
          }
          Answers.done(ctx);
        });
  }

  private String why() {
    RuleSetInfo refused = sets().refused();
    return refused == null || refused.problems().isEmpty()
        ? "The rules of approval do not allow this."
        : refused.problems().get(0).toString();
  }

  // --- why

  void explain(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    Explanations explanations = EngineerServices.needed(engineer.explanations, "The rules engine");
    answers.when(
        ctx,
        explanations
            .explain(ctx.pathParam("room"))
            .exceptionally(
                e -> {
                  throw notExplained(e.getCause() == null ? e : e.getCause());
                }),
        explanation ->
            answers.offLoop(ctx, out -> new ExplanationShape(records).write(out, explanation)));
  }

  private static RuntimeException notExplained(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return Problem.notFound("There is no room with this number.");
    }
    if (failure instanceof IllegalStateException) {
      return new Problem(503, "unavailable", "The ward's rules have not begun (yet).");
    }
    return new IllegalStateException(failure);
  }

  // --- rehearsals

  void rehearsals(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    List<Rehearsals.Rehearsal> list = rehearsals().list();
    answers.offLoop(ctx, out -> records.write(out, Map.of("rehearsals", list)));
  }

  void rehearsal(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    Rehearsals.Rehearsal found = rehearsals().find(ctx.pathParam("id"));
    if (found == null) {
      throw Problem.notFound("There is no rehearsal with this id (any more).");
    }
    answers.offLoop(ctx, out -> records.write(out, found));
  }

  void rehearse(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    try {
      String id = rehearsals().start(request(body, user.name()));
      answers.ok(ctx, out -> records.write(out, Map.of("id", id)));
    } catch (IllegalArgumentException | DateTimeException | ClassCastException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new Problem(409, "rehearsal.not.now", String.valueOf(e.getMessage()));
    }
  }

  void cancel(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    if (!rehearsals().cancel(ctx.pathParam("id"))) {
      throw Problem.notFound("There is no rehearsal with this id (any more).");
    }
    Answers.done(ctx);
  }

  private Rehearsals rehearsals() {
    return EngineerServices.needed(engineer.rehearsals, "The rules engine");
  }

  private static Rehearsals.Request request(JsonObject body, String user) {
    Map<String, String> files = new HashMap<>();
    body.getJsonObject("files", new JsonObject())
        .forEach(e -> files.put(e.getKey(), String.valueOf(e.getValue())));
    Map<String, Map<String, String>> limits = new HashMap<>();
    JsonObject byResident = body.getJsonObject("limits", new JsonObject());
    for (String resident : byResident.fieldNames()) {
      limits.put(resident, LimitRoutes.values(resident, byResident.getValue(resident)));
    }
    return new Rehearsals.Request(
        files,
        body.getBoolean("pending", false),
        limits,
        body.getJsonArray("rooms", new JsonArray()).stream().map(String::valueOf).toList(),
        Instant.parse(RequestBody.text(body, "from")),
        Instant.parse(RequestBody.text(body, "to")),
        user);
  }
}
