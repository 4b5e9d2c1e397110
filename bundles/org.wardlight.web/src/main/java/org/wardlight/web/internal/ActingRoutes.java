package org.wardlight.web.internal;

import io.vertx.ext.web.RoutingContext;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.AlarmDesk.ActionOutcome;

/** The requests that do something about an alarm. */
final class ActingRoutes {
  private final Services services;
  private final Guard guard;
  private final Answers answers;
  private final AlarmShapes alarmShapes;

  ActingRoutes(Services services, Guard guard, Answers answers) {
    this.services = services;
    this.guard = guard;
    this.answers = answers;
    alarmShapes = new AlarmShapes(services.accounts());
  }

  void accept(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    answers.when(
        ctx,
        services.desk().accept(ctx.pathParam("id"), user.name()),
        outcome -> answer(ctx, outcome));
  }

  void close(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    String reason = RequestBody.reason(RequestBody.of(ctx));
    answers.when(
        ctx,
        services.desk().close(ctx.pathParam("id"), user.name(), reason),
        outcome -> answer(ctx, outcome));
  }

  /** Who accepted the call has talked to the resident: it may then be closed from afar. */
  void spokenWith(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES);
    answers.when(
        ctx,
        services.desk().spokenWith(ctx.pathParam("id"), user.name()),
        outcome -> answer(ctx, outcome));
  }

  private void answer(RoutingContext ctx, ActionOutcome outcome) {
    if (outcome instanceof ActionOutcome.Done done) {
      answers.ok(ctx, out -> alarmShapes.alarm(out, done.after()));
    } else if (outcome instanceof ActionOutcome.NotAllowed refused) {
      throw new Problem(409, refused.why(), "The alarm's rules do not allow this.");
    } else if (outcome instanceof ActionOutcome.NotOpen) {
      throw new Problem(404, "not.open", "This alarm is not open (any more).");
    } else {
      throw new IllegalStateException("no answer for " + outcome.getClass());
    }
  }
}
