package org.wardlight.web.internal;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.commission.Commissioning;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.TrustList;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;

/** Looking at devices and servers before, or beside, the facility that holds them. */
final class CommissioningRoutes {
  private static final Duration LONGEST_POLL = Duration.ofSeconds(10);
  private static final int NODES_A_PAGE = 200;

  private final Services services;
  private final EngineerServices engineer;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  CommissioningRoutes(Services services, Guard guard, Answers answers) {
    this.services = services;
    engineer = services.engineer();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  // --- certificates

  void certificates(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    answers.offLoop(
        ctx,
        out ->
            records.write(
                out,
                Map.of(
                    "certificates",
                    engineer.trustLists.stream()
                        .flatMap(t -> t.certificates().stream())
                        .toList())));
  }

  void accept(RoutingContext ctx) {
    decide(ctx, TrustList::accept);
  }

  void reject(RoutingContext ctx) {
    decide(ctx, TrustList::reject);
  }

  private void decide(RoutingContext ctx, BiPredicate<TrustList, String> decision) {
    guard.user(ctx, Readers.ENGINEERS);
    String fingerprint = ctx.pathParam("fingerprint");
    answers.offLoop(
        ctx,
        out -> {
          if (engineer.trustLists.stream().noneMatch(t -> decision.test(t, fingerprint))) {
            throw Problem.notFound("There is no certificate with this fingerprint.");
          }
          records.write(out, Map.of("fingerprint", fingerprint));
        });
  }

  // --- browsing

  void browse(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    JsonObject body = RequestBody.of(ctx);
    String continuation = body.getString("continuation");
    ConnectionSpec connection = connection(body);
    Browser browser = browser(connection.endpoint().getScheme());
    try {
      answers.when(
          ctx,
          continuation == null
              ? browser.browse(connection, body.getString("node"), NODES_A_PAGE)
              : browser.next(continuation),
          result -> answer(ctx, result));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private Browser browser(String scheme) {
    Optional<Browser> browser =
        engineer.browsers.stream().filter(b -> b.schemes().contains(scheme)).findFirst();
    return browser.orElseThrow(
        () -> Problem.badRequest("What speaks " + scheme + " cannot be browsed."));
  }

  private void answer(RoutingContext ctx, Browser.Result result) {
    if (result instanceof Browser.Failed failed) {
      throw failed(failed.failure());
    }
    answers.offLoop(ctx, out -> records.write(out, result));
  }

  private static Problem failed(DriverFailure failure) {
    String key = "device." + failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new Problem(502, key, failure.detail());
  }

  // --- reading once

  void pollOnce(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    Commissioning commissioning = EngineerServices.needed(engineer.commissioning, "Commissioning");
    JsonObject body = RequestBody.of(ctx);
    try {
      ConnectionSpec connection = connection(body);
      answers.when(
          ctx,
          commissioning.pollOnce(connection, points(commissioning, connection, body), LONGEST_POLL),
          poll -> answers.offLoop(ctx, out -> new PollShape(records).write(out, poll)));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private List<Point> points(
      Commissioning commissioning, ConnectionSpec connection, JsonObject body) {
    Facility facility = services.facilities().current();
    String device = body.getString("device");
    if (device != null) {
      return facility.points().stream().filter(p -> p.device().equals(device)).toList();
    }
    return commissioning.points(
        RequestBody.text(body, "type"), connection.id(), map(body, "settings"));
  }

  /** A configured device's or connection's, or one that the request describes. */
  private ConnectionSpec connection(JsonObject body) {
    Facility facility = services.facilities().current();
    String id = body.getString("connection");
    String name = body.getString("device");
    if (name != null) {
      @Nullable Device device = facility.devices().get(name);
      if (device == null) {
        throw Problem.notFound("There is no device of this name.");
      }
      id = device.connection();
    }
    if (id != null) {
      ConnectionSpec configured = facility.connections().get(id);
      if (configured == null) {
        throw Problem.notFound("There is no connection of this name.");
      }
      return configured;
    }
    try {
      return new ConnectionSpec(
          "commissioning", new URI(RequestBody.text(body, "endpoint")), map(body, "options"));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw Problem.badRequest("The endpoint is no address: " + e.getMessage());
    }
  }

  private static Map<String, Object> map(JsonObject body, String field) {
    Map<String, Object> map = new LinkedHashMap<>();
    body.getJsonObject(field, new JsonObject())
        .forEach(
            entry -> {
              if (entry.getValue() != null) {
                map.put(entry.getKey(), entry.getValue());
              }
            });
    return map;
  }
}
