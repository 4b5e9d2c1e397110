package org.wardlight.web.internal;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Shelves;

/** Shelving, duty, walk tests, coverage, handover and load. */
final class WardRoutes {
  private final Services services;
  private final WardServices wards;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  WardRoutes(Services services, Guard guard, Answers answers) {
    this.services = services;
    wards = services.wards();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  // --- shelving

  void shelvings(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    show(ctx, "shelvings", wards.shelves().current());
  }

  void shelve(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    JsonObject body = RequestBody.of(ctx);
    done(
        ctx,
        wards
            .shelves()
            .shelve(
                ctx.pathParam("id"),
                user.name(),
                RequestBody.reason(body),
                RequestBody.minutes(body)));
  }

  void bypass(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    Shelves shelves = wards.shelves();
    done(
        ctx,
        shelves.bypass(
            RequestBody.text(body, "ward"),
            RequestBody.text(body, "kind"),
            RequestBody.text(body, "place"),
            user.name(),
            RequestBody.reason(body),
            RequestBody.minutes(body)));
  }

  void maintain(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    done(
        ctx,
        wards
            .shelves()
            .maintain(
                RequestBody.text(body, "ward"),
                RequestBody.text(body, "subject"),
                user.name(),
                RequestBody.reason(body),
                RequestBody.minutes(body)));
  }

  void endShelving(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    done(ctx, wards.shelves().end(ctx.pathParam("id"), user.name()));
  }

  // --- duty

  void duty(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    String ward = ward(ctx);
    answers.offLoop(ctx, out -> records.write(out, wards.duty().board(ward)));
  }

  void beginDuty(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    String group = RequestBody.text(RequestBody.of(ctx), "group");
    done(ctx, wards.duty().begin(ward(ctx), user.name(), group));
  }

  void endDuty(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    done(ctx, wards.duty().end(ward(ctx), user.name()));
  }

  // --- walk tests

  void walkTests(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    show(ctx, "tests", wards.walkTests().all());
  }

  void beginWalkTest(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    done(
        ctx,
        wards
            .walkTests()
            .begin(
                RequestBody.text(body, "ward"),
                RequestBody.text(body, "room"),
                user.name(),
                RequestBody.minutes(body)));
  }

  void endWalkTest(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    done(ctx, wards.walkTests().end(ctx.pathParam("id"), user.name()));
  }

  // --- looking at a ward

  void coverage(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    String ward = ward(ctx);
    answers.offLoop(ctx, out -> records.write(out, Map.of("beds", wards.coverage().board(ward))));
  }

  void handover(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    String ward = ward(ctx);
    answers.offLoop(ctx, out -> records.write(out, wards.handover().sheet(ward)));
  }

  void signOff(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    String note = RequestBody.text(RequestBody.of(ctx), "note").strip();
    done(ctx, wards.handover().signOff(ward(ctx), user.name(), note));
  }

  void load(RoutingContext ctx) {
    guard.user(ctx, Readers.STAFF);
    String ward = ctx.request().getParam("ward", "");
    answers.offLoop(ctx, out -> records.write(out, wards.load().figures(ward)));
  }

  // --- the common parts

  private void show(RoutingContext ctx, String field, Object list) {
    answers.offLoop(ctx, out -> records.write(out, Map.of(field, list)));
  }

  private <T> void done(RoutingContext ctx, CompletionStage<DeskOutcome<T>> stage) {
    answers.when(ctx, stage, outcome -> answer(ctx, outcome));
  }

  private <T> void answer(RoutingContext ctx, DeskOutcome<T> outcome) {
    if (outcome instanceof DeskOutcome.Done<T> done) {
      answers.ok(ctx, out -> records.write(out, done.value()));
    } else if (outcome instanceof DeskOutcome.NotAllowed<T> refused) {
      throw new Problem(409, refused.why(), "The desk's rules do not allow this.");
    } else if (outcome instanceof DeskOutcome.NotFound<T> missing) {
      throw Problem.notFound("There is no such thing (any more): " + missing.what() + ".");
    } else {
      throw new IllegalStateException("no answer for " + outcome.getClass());
    }
  }

  private String ward(RoutingContext ctx) {
    String id = ctx.pathParam("ward");
    if (services.facilities().current().ward(id) != null) {
      return id;
    }
    throw Problem.notFound("There is no ward of this name.");
  }
}
