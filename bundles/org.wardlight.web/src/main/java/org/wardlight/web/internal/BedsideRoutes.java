package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.access.Terminals.PairOutcome;
import org.wardlight.api.access.Terminals.RevokeOutcome;
import org.wardlight.api.access.Terminals.Terminal;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.space.Room;

/** Binding browsers to beds, taking that back, and what a bound browser asks. */
final class BedsideRoutes {
  /** As long as browsers keep a cookie; each look renews it. */
  private static final Duration COOKIE_KEPT = Duration.ofDays(400);

  private final Services services;
  private final Terminals terminals;
  private final Bedside desk;
  private final Guard guard;
  private final Answers answers;
  private final BedsideHub hub;

  BedsideRoutes(Services services, Guard guard, Answers answers, BedsideHub hub) {
    this.services = services;
    terminals = services.terminals();
    desk = services.wards().bedside();
    this.guard = guard;
    this.answers = answers;
    this.hub = hub;
  }

  /** Which terminal this browser is; its cookie is kept for as long again. */
  void self(RoutingContext ctx) {
    Terminal terminal = bound(ctx);
    keep(ctx, Guard.terminalToken(ctx));
    answer(ctx, terminal);
  }

  private Terminal bound(RoutingContext ctx) {
    Terminal terminal = guard.terminal(ctx);
    if (terminal == null) {
      throw new Problem(401, "terminal.unknown", "This browser is not bound to a bed (any more).");
    }
    return terminal;
  }

  void live(RoutingContext ctx) {
    Guard.liveFromOurPage(ctx);
    Terminal terminal = bound(ctx);
    String token = Guard.terminalToken(ctx);
    Upgrade.to(ctx, (socket, connection) -> hub.connected(socket, connection, token, terminal));
  }

  /**
   * The browser of who asks becomes a terminal, and its session ends: it is left alone from now.
   */
  void pair(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    String bed = RequestBody.text(body, "bed");
    if (services.facilities().current().roomOfBed(bed) == null) {
      throw Problem.notFound("There is no bed of this name.");
    }
    answers.when(
        ctx,
        terminals.pair(bed, RequestBody.text(body, "name"), user.name()),
        outcome -> paired(ctx, outcome, user));
  }

  private void paired(RoutingContext ctx, PairOutcome outcome, User user) {
    if (outcome instanceof PairOutcome.Paired paired) {
      desk.paired(BedsideHub.seenByDesk(paired.terminal()), user.name());
      hub.report();
      SessionRoutes.end(services.accounts(), ctx);
      keep(ctx, paired.token());
      answer(ctx, paired.terminal());
    } else if (outcome instanceof PairOutcome.BadName) {
      throw new Problem(400, "terminal.name", "A terminal needs a name of 1 to 40 characters.");
    } else if (outcome instanceof PairOutcome.TooMany) {
      throw new Problem(409, "terminal.too.many", "There are too many terminals; revoke some.");
    } else if (outcome instanceof PairOutcome.NotSaved refused) {
      throw new Problem(503, "terminal.not.saved", refused.detail());
    } else {
      throw new IllegalStateException("no answer for " + outcome.getClass());
    }
  }

  private static void keep(RoutingContext ctx, String token) {
    ctx.response()
        .addCookie(Guard.cookie(Guard.TERMINAL_COOKIE, token).setMaxAge(COOKIE_KEPT.toSeconds()));
  }

  private void answer(RoutingContext ctx, Terminal terminal) {
    answers.ok(
        ctx,
        out -> {
          out.writeStartObject();
          out.writeFieldName("terminal");
          shape(out, terminal);
          out.writeEndObject();
        });
  }

  void list(RoutingContext ctx) {
    guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    answers.ok(
        ctx,
        out -> {
          out.writeStartObject();
          Json.list(out, "terminals", terminals.all(), this::shape);
          out.writeEndObject();
        });
  }

  private void shape(JsonGenerator out, Terminal terminal) throws IOException {
    Room room = services.facilities().current().roomOfBed(terminal.bed());
    out.writeStartObject();
    out.writeStringField("id", terminal.id());
    out.writeStringField("name", terminal.name());
    out.writeStringField("bed", terminal.bed());
    Json.string(out, "room", room == null ? null : room.id());
    out.writeBooleanField("connected", hub.there().contains(terminal.id()));
    out.writeStringField("pairedBy", terminal.pairedBy());
    out.writeStringField("pairedByName", services.accounts().displayName(terminal.pairedBy()));
    out.writeStringField("pairedAt", terminal.pairedAt().toString());
    out.writeEndObject();
  }

  void revoke(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.NURSES_AND_ENGINEERS);
    answers.when(
        ctx, terminals.revoke(ctx.pathParam("id")), outcome -> revoked(ctx, outcome, user));
  }

  private void revoked(RoutingContext ctx, RevokeOutcome outcome, User user) {
    if (outcome instanceof RevokeOutcome.Revoked done) {
      gone(done.terminal(), user);
      Answers.done(ctx);
    } else if (outcome instanceof RevokeOutcome.NotSaved half) {
      gone(half.terminal(), user);
      throw new Problem(
          503,
          "terminal.not.saved",
          "It is revoked, but comes back with a restart; revoke it again: " + half.detail());
    } else if (outcome instanceof RevokeOutcome.Unknown) {
      throw Problem.notFound("There is no terminal of this id (any more).");
    } else {
      throw new IllegalStateException("no answer for " + outcome.getClass());
    }
  }

  private void gone(Terminal terminal, User user) {
    desk.revoked(BedsideHub.seenByDesk(terminal), user.name());
    hub.revoked();
  }
}
