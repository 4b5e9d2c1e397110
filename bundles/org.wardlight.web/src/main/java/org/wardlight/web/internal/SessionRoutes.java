package org.wardlight.web.internal;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Accounts.LoginOutcome;
import org.wardlight.api.access.Accounts.PasswordOutcome;
import org.wardlight.api.access.User;

/** Log in, log out, who am I, change the password. */
final class SessionRoutes {
  private final Accounts accounts;
  private final Services services;
  private final Guard guard;
  private final Answers answers;

  SessionRoutes(Services services, Guard guard, Answers answers) {
    this.services = services;
    accounts = services.accounts();
    this.guard = guard;
    this.answers = answers;
  }

  void login(RoutingContext ctx) {
    JsonObject body = RequestBody.of(ctx);
    String from = ctx.request().remoteAddress().hostAddress();
    answers.when(
        ctx,
        accounts.login(RequestBody.text(body, "name"), RequestBody.text(body, "password"), from),
        outcome -> loggedIn(ctx, outcome));
  }

  private void loggedIn(RoutingContext ctx, LoginOutcome outcome) {
    if (outcome instanceof LoginOutcome.Welcome welcome) {
      ctx.response().addCookie(Guard.cookie(Guard.COOKIE, welcome.token()));
      answers.ok(
          ctx,
          out -> {
            out.writeStartObject();
            out.writeFieldName("user");
            Shapes.user(out, welcome.user());
            out.writeEndObject();
          });
    } else if (outcome instanceof LoginOutcome.Locked locked) {
      ctx.response().putHeader("retry-after", Long.toString(locked.seconds()));
      throw new Problem(429, "locked", "Too many wrong tries; wait a little.", locked.seconds());
    } else {
      throw new Problem(401, "wrong", "Wrong name or wrong password.");
    }
  }

  void logout(RoutingContext ctx) {
    end(accounts, ctx);
    Answers.done(ctx);
  }

  void password(RoutingContext ctx) {
    guard.user(ctx);
    JsonObject body = RequestBody.of(ctx);
    answers.when(
        ctx,
        accounts.changePassword(
            Guard.token(ctx), RequestBody.text(body, "present"), RequestBody.text(body, "next")),
        outcome -> passwordChanged(ctx, outcome));
  }

  private static void passwordChanged(RoutingContext ctx, PasswordOutcome outcome) {
    switch (outcome) {
      case CHANGED -> Answers.done(ctx);
      case WRONG_PASSWORD ->
          throw new Problem(400, "wrong.password", "The present password is not right.");
      case TOO_SHORT -> throw new Problem(400, "too.short", "A password has 8 characters or more.");
      case NOT_NEW -> throw new Problem(400, "not.new", "Choose another password than before.");
      case NOT_LOGGED_IN -> throw new Problem(401, "not.logged.in", "Log in first.");
    }
  }

  void me(RoutingContext ctx) {
    User user = guard.user(ctx);
    answers.ok(
        ctx,
        out -> {
          out.writeStartObject();
          out.writeFieldName("user");
          Shapes.user(out, user);
          out.writeObjectFieldStart("facility");
          Shapes.facilityFields(out, services.facilities().current());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** Ends the session of this request, if it has one, on the server and in the browser. */
  static void end(Accounts accounts, RoutingContext ctx) {
    accounts.logout(Guard.token(ctx));
    ctx.response().addCookie(Guard.cookie(Guard.COOKIE, "").setMaxAge(0));
  }
}
