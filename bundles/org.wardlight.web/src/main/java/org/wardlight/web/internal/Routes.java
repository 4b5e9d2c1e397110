package org.wardlight.web.internal;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.User;

/** Which request leads where. */
final class Routes {
  static final String API = "/api/v1";
  private static final int MOST_BODY_BYTES = 64 * 1024;

  /** All that a bedside terminal may ask for. */
  private static final Set<String> TERMINALS_OWN = Set.of(API + "/bedside", API + "/bedside/live");

  /**
   * {@code %s} stands for the hashes of the pages' import maps. Inline styles are admitted for Lit
   * in browsers without constructable style sheets.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self'%s; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; media-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action"
          + " 'self'; frame-ancestors 'none'";

  private final Router router;
  private final Guard guard;
  private final StationHub hub;
  private String contentSecurityPolicy = CONTENT_SECURITY_POLICY.formatted("");

  Routes(Vertx vertx, Services services, StationHub hub, BedsideHub beds, Answers answers) {
    router = Router.router(vertx);
    guard = new Guard(services.accounts(), services.terminals());
    this.hub = hub;
    router.route().handler(this::protect).failureHandler(Problem::answer);
    for (int status : new int[] {400, 404, 405, 406, 413, 415, 500, 501}) {
      router.errorHandler(status, Problem::answer);
    }
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES);
    router
        .route(API + "/*")
        .handler(
            ctx -> {
              if (!TERMINALS_OWN.contains(ctx.normalizedPath())) {
                guard.staffOnly(ctx);
              }
              if (ctx.request().method().equals(HttpMethod.POST)) {
                Guard.fromOurPage(ctx);
                body.handle(ctx);
              } else {
                ctx.next();
              }
            });
    SessionRoutes session = new SessionRoutes(services, guard, answers);
    post("/login", session::login);
    post("/logout", session::logout);
    post("/password", session::password);
    get("/me", session::me);
    LookingRoutes looking = new LookingRoutes(services, guard, answers, hub::stations);
    get("/facility", looking::facility);
    get("/rooms/:room", looking::room);
    get("/rooms/:room/episodes", looking::episodes);
    get("/alarms", looking::alarms);
    get("/alarms/:id/journey", looking::journey);
    get("/trends", looking::trends);
    get("/links", looking::links);
    get("/texts", looking::texts);
    get("/health", looking::health);
    ActingRoutes acting = new ActingRoutes(services, guard, answers);
    post("/alarms/:id/accept", acting::accept);
    post("/alarms/:id/close", acting::close);
    post("/alarms/:id/spoken", acting::spokenWith);
    wards(new WardRoutes(services, guard, answers));
    limits(new LimitRoutes(services, guard, answers));
    field(new FieldRoutes(services, guard, answers));
    configuration(new ConfigurationRoutes(services, guard, answers));
    commissioning(new CommissioningRoutes(services, guard, answers));
    rules(new RuleRoutes(services, guard, answers));
    bedside(new BedsideRoutes(services, guard, answers, beds));
    get("/live", this::live);
    String openApi = resource("openapi.json");
    get("/openapi.json", ctx -> answers.ok(ctx, out -> out.writeRaw(openApi)));
  }

  private void wards(WardRoutes wards) {
    get("/shelvings", wards::shelvings);
    post("/alarms/:id/shelve", wards::shelve);
    post("/shelvings/bypass", wards::bypass);
    post("/shelvings/maintenance", wards::maintain);
    post("/shelvings/:id/end", wards::endShelving);
    get("/wards/:ward/duty", wards::duty);
    post("/wards/:ward/duty", wards::beginDuty);
    post("/wards/:ward/duty/end", wards::endDuty);
    get("/walk-tests", wards::walkTests);
    post("/walk-tests", wards::beginWalkTest);
    post("/walk-tests/:id/end", wards::endWalkTest);
    get("/wards/:ward/coverage", wards::coverage);
    get("/wards/:ward/handover", wards::handover);
    post("/wards/:ward/handover", wards::signOff);
    get("/load", wards::load);
  }

  private void bedside(BedsideRoutes bedside) {
    get("/bedside", bedside::self);
    get("/bedside/live", bedside::live);
    post("/bedside/pair", bedside::pair);
    get("/bedside/terminals", bedside::list);
    post("/bedside/terminals/:id/revoke", bedside::revoke);
  }

  private void limits(LimitRoutes limits) {
    get("/residents/:resident/limits", limits::show);
    post("/residents/:resident/limits", limits::change);
    post("/residents/:resident/limits/reset", limits::reset);
  }

  private void field(FieldRoutes field) {
    get("/engineering/links", field::links);
    get("/engineering/devices", field::devices);
    get("/engineering/points", field::points);
    get("/engineering/outputs", field::outputs);
    post("/engineering/overrides", field::override);
    post("/engineering/overrides/release", field::release);
  }

  private void configuration(ConfigurationRoutes configuration) {
    get("/configuration", configuration::show);
    post("/configuration/check", configuration::check);
    post("/configuration/apply", configuration::apply);
    post("/configuration/rollback", configuration::rollBack);
  }

  private void commissioning(CommissioningRoutes commissioning) {
    get("/certificates", commissioning::certificates);
    post("/certificates/:fingerprint/accept", commissioning::accept);
    post("/certificates/:fingerprint/reject", commissioning::reject);
    post("/engineering/browse", commissioning::browse);
    post("/engineering/poll-once", commissioning::pollOnce);
  }

  private void rules(RuleRoutes rules) {
    get("/rules", rules::show);
    post("/rules/reload", rules::reload);
    post("/rules/:number/approve", rules::approve);
    post("/rules/:number/reject", rules::reject);
    get("/rooms/:room/explain", rules::explain);
    get("/rehearsals", rules::rehearsals);
    post("/rehearsals", rules::rehearse);
    get("/rehearsals/:id", rules::rehearsal);
    post("/rehearsals/:id/cancel", rules::cancel);
  }

  private void get(String path, Handler<RoutingContext> handler) {
    router.route(HttpMethod.GET, API + path).handler(handler);
  }

  private void post(String path, Handler<RoutingContext> handler) {
    router.route(HttpMethod.POST, API + path).handler(handler);
  }

  private void live(RoutingContext ctx) {
    Guard.liveFromOurPage(ctx);
    User user = guard.user(ctx, Readers.STAFF);
    String token = Guard.token(ctx);
    Upgrade.to(ctx, (socket, connection) -> hub.connected(socket, connection, token, user));
  }

  /** Adds the static pages; a directory that is null is not served. */
  void pages(@Nullable Path pages, @Nullable Path libraries) {
    router
        .get("/")
        .handler(ctx -> ctx.response().setStatusCode(302).putHeader("location", "/station/").end());
    if (libraries != null) {
      files("/lib/*", libraries, "public, max-age=86400");
    }
    if (pages != null) {
      contentSecurityPolicy =
          CONTENT_SECURITY_POLICY.formatted(
              ImportMaps.hashes(pages).stream().map(" "::concat).collect(Collectors.joining()));
      files("/*", pages, "no-cache");
    }
  }

  private void files(String path, Path directory, String cacheControl) {
    StaticHandler handler =
        StaticHandler.create(
                FileSystemAccess.ROOT, directory.toAbsolutePath().normalize().toString())
            .setDirectoryListing(false)
            .setIncludeHidden(false)
            .setFilesReadOnly(false)
            .setCacheEntryTimeout(1_000)
            .setMaxAgeSeconds(0);
    router
        .get(path)
        .handler(
            ctx -> {
              if (ctx.normalizedPath().startsWith("/api/")) {
                ctx.next();
                return;
              }
              ctx.addHeadersEndHandler(
                  v -> {
                    if (ctx.response().getStatusCode() < 400) {
                      ctx.response().putHeader("cache-control", cacheControl);
                    }
                  });
              handler.handle(ctx);
            });
  }

  Router router() {
    return router;
  }

  private void protect(RoutingContext ctx) {
    try {
      ctx.normalizedPath();
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The address is not well encoded.");
    }
    HttpServerResponse response = ctx.response();
    response.putHeader("content-security-policy", contentSecurityPolicy);
    response.putHeader("x-content-type-options", "nosniff");
    response.putHeader("x-frame-options", "DENY");
    response.putHeader("referrer-policy", "same-origin");
    response.putHeader("cross-origin-opener-policy", "same-origin");
    ctx.next();
  }

  private static String resource(String name) {
    try (InputStream in = Routes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the bundle");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
