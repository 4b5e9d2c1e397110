package org.wardlight.web.internal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** What a request says, or the {@link Problem} that it does not say it. */
final class RequestBody {
  private static final int LONGEST_REASON = 500;

  private RequestBody() {}

  static JsonObject of(RoutingContext ctx) {
    try {
      JsonObject body = ctx.body().asJsonObject();
      if (body != null) {
        return body;
      }
    } catch (DecodeException | ClassCastException e) {
      throw Problem.badRequest("The body is no JSON object.");
    }
    throw Problem.badRequest("The request needs a JSON object as its body.");
  }

  /** A text field. */
  static String text(JsonObject body, String field) {
    if (body.getValue(field) instanceof String text) {
      return text;
    }
    throw Problem.badRequest("The field " + field + " is missing or no text.");
  }

  /** Why, in the user's words. */
  static String reason(JsonObject body) {
    String reason = text(body, "reason").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw Problem.badRequest("A reason of 1 to 500 characters is needed.");
    }
    return reason;
  }

  /** For how long. */
  static Duration minutes(JsonObject body) {
    if (body.getValue("minutes") instanceof Number minutes
        && minutes.doubleValue() > 0
        && minutes.doubleValue() <= Duration.ofDays(366).toMinutes()) {
      return Duration.ofSeconds(Math.round(minutes.doubleValue() * 60));
    }
    throw Problem.badRequest("The field minutes must be a number above 0.");
  }
}
