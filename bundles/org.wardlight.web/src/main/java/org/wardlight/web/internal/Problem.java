package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a request is answered with an error, in the one form that all errors have. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(Problem.class);

  private final int status;
  private final String key;
  private final long seconds;

  /**
   * A refusal.
   *
   * @param key stable, for programs
   * @param message one English sentence, for people
   */
  Problem(int status, String key, String message) {
    this(status, key, message, 0);
  }

  /** A refusal that ends after some seconds. */
  Problem(int status, String key, String message, long seconds) {
    super(message, null, false, false);
    this.status = status;
    this.key = key;
    this.seconds = seconds;
  }

  static Problem badRequest(String message) {
    return new Problem(400, "bad.request", message);
  }

  static Problem notFound(String message) {
    return new Problem(404, "not.found", message);
  }

  /** Answers a request that failed, in whatever way; nothing of the server's inside shows. */
  static void answer(RoutingContext ctx) {
    Problem problem = of(ctx.failure(), ctx.statusCode());
    if (problem.status == 500) {
      log.error("{} {} failed", ctx.request().method(), ctx.request().path(), ctx.failure());
    }
    if (ctx.response().ended() || ctx.response().headWritten()) {
      return;
    }
    ctx.response()
        .setStatusCode(problem.status)
        .putHeader("content-type", "application/json; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .end(Json.text(problem::write));
  }

  private static Problem of(@Nullable Throwable failure, int status) {
    Throwable cause = failure instanceof CompletionException c ? c.getCause() : failure;
    if (cause instanceof Problem problem) {
      return problem;
    }
    if (cause instanceof RejectedExecutionException) {
      return new Problem(503, "busy", "Too much is going on; try again in a moment.");
    }
    if (cause == null || cause instanceof HttpException) {
      return ofStatus(cause instanceof HttpException http ? http.getStatusCode() : status);
    }
    return ofStatus(500);
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 404 -> notFound("There is nothing at this address.");
      case 405 -> new Problem(405, "method.not.allowed", "This address does not take this method.");
      case 413 -> new Problem(413, "too.large", "The request is larger than 64 kB.");
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "bad.request", "The request cannot be understood.")
              : new Problem(500, "internal", "Something failed inside the server; see its log.");
    };
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("error", key);
    out.writeStringField("message", getMessage());
    if (seconds > 0) {
      out.writeNumberField("seconds", seconds);
    }
    out.writeEndObject();
  }
}
