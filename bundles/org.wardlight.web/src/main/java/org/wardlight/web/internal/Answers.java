package org.wardlight.web.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sends answers, from the event loop, whoever made them. */
final class Answers {
  private final Context context;

  Answers(Context context) {
    this.context = context;
  }

  /** Answers with this, written at once: for little that needs no service that blocks. */
  void ok(RoutingContext ctx, Json.Body body) {
    send(ctx, Json.text(body));
  }

  /** Answers with this, written on a worker thread: for much, or what must be read from disk. */
  void offLoop(RoutingContext ctx, Json.Body body) {
    context
        .executeBlocking(() -> Json.text(body), false)
        .onFailure(ctx::fail)
        .onSuccess(text -> send(ctx, text));
  }

  /** Answers with one list, asked for and written on a worker thread. */
  <T> void list(
      RoutingContext ctx,
      String field,
      Supplier<? extends Iterable<? extends T>> items,
      Json.Item<T> item) {
    offLoop(
        ctx,
        out -> {
          out.writeStartObject();
          Json.list(out, field, items.get(), item);
          out.writeEndObject();
        });
  }

  /** Goes on with the outcome of a service, on the event loop. */
  <T> void when(RoutingContext ctx, CompletionStage<T> outcome, Consumer<T> then) {
    Future.fromCompletionStage(outcome, context)
        .onFailure(ctx::fail)
        .onSuccess(
            value -> {
              try {
                then.accept(value);
              } catch (RuntimeException e) {
                ctx.fail(e);
              }
            });
  }

  static void done(RoutingContext ctx) {
    ctx.response().setStatusCode(204).putHeader("cache-control", "no-store").end();
  }

  private static void send(RoutingContext ctx, String json) {
    ctx.response()
        .putHeader("content-type", "application/json; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .end(json);
  }
}
