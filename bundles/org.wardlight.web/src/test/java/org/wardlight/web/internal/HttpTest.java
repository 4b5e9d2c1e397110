package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.telemetry.Trend;

class HttpTest {
  private static final String API = "/api/v1";
  private final Server server = new Server(2);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void loggingInSetsAStrictCookieAndLoggingOutEndsIt() {
    HttpResponse<String> in = server.post(API + "/login", "", login("nurse", Server.PASSWORD));
    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.headers().firstValue("set-cookie").orElse(""))
        .isEqualTo("wl_session=nurse; Path=/; HTTPOnly; SameSite=Strict");
    assertThat(new JsonObject(in.body()).getJsonObject("user").encode())
        .isEqualTo(
            "{\"name\":\"nurse\",\"displayName\":\"Anna\",\"role\":\"NURSE\",\"language\":\"\","
                + "\"mustChangePassword\":false}");
    HttpResponse<String> me = server.get(API + "/me", "nurse");
    assertThat(new JsonObject(me.body()).getJsonObject("facility").encode())
        .isEqualTo(
            "{\"id\":\"demo\",\"name\":\"Haus am See\",\"zone\":\"Europe/Berlin\","
                + "\"language\":\"de\"}");

    assertThat(server.post(API + "/logout", "nurse", "").statusCode()).isEqualTo(204);
    assertThat(Server.error(server.get(API + "/me", "nurse"))).isEqualTo("401 not.logged.in");
  }

  @Test
  void wrongAndLockedLoginsSaySo() {
    assertThat(Server.error(server.post(API + "/login", "", login("nurse", "wrong"))))
        .isEqualTo("401 wrong");
    HttpResponse<String> locked = server.post(API + "/login", "", login("locked", "x"));
    assertThat(Server.error(locked)).isEqualTo("429 locked");
    assertThat(new JsonObject(locked.body()).getInteger("seconds")).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_SHORT,400 too.short",
    "WRONG_PASSWORD,400 wrong.password",
    "NOT_NEW,400 not.new",
    "NOT_LOGGED_IN,401 not.logged.in"
  })
  void aRefusedPasswordSaysWhy(String outcome, String error) {
    String body = "{\"present\":\"x\",\"next\":\"" + outcome + "\"}";
    assertThat(Server.error(server.post(API + "/password", "new", body))).isEqualTo(error);
  }

  @Test
  void aOneTimePasswordAllowsNothingButToChangeIt() {
    assertThat(Server.error(server.get(API + "/alarms", "new")))
        .isEqualTo("403 password.change.needed");
    assertThat(server.get(API + "/me", "new").statusCode()).isEqualTo(200);
    String body = "{\"present\":\"x\",\"next\":\"CHANGED\"}";
    assertThat(server.post(API + "/password", "new", body).statusCode()).isEqualTo(204);
  }

  /** A form or script of another page can send neither the header nor our origin. */
  @Test
  void aChangeThatIsNotFromOurPageIsRefused() {
    String path = API + "/logout";
    assertThat(Server.error(server.send(server.request(path).POST(BodyPublishers.noBody()))))
        .isEqualTo("403 csrf");
    assertThat(
            Server.error(
                server.send(
                    server
                        .request(path)
                        .header("X-Wardlight", "1")
                        .header("Origin", "http://evil.example")
                        .POST(BodyPublishers.noBody()))))
        .isEqualTo("403 csrf");
    assertThat(
            server
                .send(
                    server
                        .request(path)
                        .header("X-Wardlight", "1")
                        .header("Origin", "http://" + server.address())
                        .POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "/facility,nurse engineer manager",
    "/rooms/101,nurse engineer",
    "/alarms,nurse engineer manager",
    "/links,nurse engineer",
    "/texts,nurse engineer manager administrator resident nobody",
    "/health,nurse engineer manager administrator resident nobody",
  })
  void aRequestAnswersTheRolesThatMaySeeIt(String path, String roles) {
    Set<String> allowed = new TreeSet<>();
    for (String role :
        List.of("nurse", "engineer", "manager", "administrator", "resident", "nobody")) {
      HttpResponse<String> response = server.get(API + path, role);
      if (response.statusCode() == 200) {
        assertThat(new JsonObject(response.body()).isEmpty()).isFalse();
        allowed.add(role);
      } else {
        assertThat(Server.error(response)).isIn("403 forbidden", "401 not.logged.in");
      }
    }
    assertThat(allowed).isEqualTo(new TreeSet<>(List.of(roles.split(" "))));
  }

  @Test
  void aRoomShowsItsPointsAlarmsAndWhatWasClosed() {
    server.announce(Demo.alarm("101", Alarm.State.CLOSED));
    server.announce(Demo.alarm("102", Alarm.State.RAISED));
    JsonObject room = new JsonObject(server.get(API + "/rooms/101", "nurse").body());
    assertThat(room.getJsonArray("values")).hasSize(3);
    assertThat(room.getJsonArray("outputs")).hasSize(1);
    assertThat(room.getJsonArray("alarms")).hasSize(1);
    assertThat(room.getString("ward")).isEqualTo("ward-a");
    assertThat(Server.error(server.get(API + "/rooms/999", "nurse"))).isEqualTo("404 not.found");
  }

  @Test
  void aLinkShowsItsStateButNoCredentials() {
    server.changes.linkChanged(
        new LinkState(
            "gateway",
            LinkState.Status.DOWN,
            Demo.NOW,
            new DriverFailure.Unreachable("connection refused"),
            3));
    String body = server.get(API + "/links", "engineer").body();
    assertThat(body)
        .contains("modbus-tcp://10.0.0.7", "connection refused")
        .doesNotContain("secret");
    assertThat(server.get(API + "/health", "").body())
        .isEqualTo(
            "{\"status\":\"degraded\",\"journal\":\"ok\",\"links\":{\"up\":0,\"of\":1},"
                + "\"stations\":0}");
  }

  @Test
  void whatTheFacilityHasNoLongerIsNeitherDownNorSilent() {
    server.changes.linkChanged(new LinkState("gateway", LinkState.Status.UP, Demo.NOW, null, 0));
    LinkState connecting = new LinkState("removed", LinkState.Status.CONNECTING, Demo.NOW, null, 1);
    server.changes.linkChanged(connecting);
    server.changes.deviceChanged(
        new DeviceState("removed-io", false, QualityReason.TIMEOUT, "no answer", Demo.NOW));
    assertThat(server.get(API + "/health", "").body()).contains("degraded", "\"of\":2");

    server.changes.linkChanged(
        new LinkState("removed", LinkState.Status.CLOSED, Demo.NOW, null, 0));
    server.changes.facilityChanged(server.facility, server.facility);

    assertThat(server.get(API + "/health", "").body()).contains("\"status\":\"up\"", "\"of\":1");
    assertThat(server.get(API + "/links", "engineer").body()).doesNotContain("removed");
  }

  @Test
  void alarmsAreAcceptedByTheirEncodedIdByNursesOnly() {
    Alarm alarm = Demo.alarm("101", Alarm.State.RAISED);
    server.announce(alarm);
    String path = API + "/alarms/" + URLEncoder.encode(alarm.id(), StandardCharsets.UTF_8);

    HttpResponse<String> accepted = server.post(path + "/accept", "nurse", "");
    assertThat(new JsonObject(accepted.body()).getString("acceptedByName")).isEqualTo("Anna");
    assertThat(Server.error(server.post(path + "/accept", "manager", "")))
        .isEqualTo("403 forbidden");
    assertThat(Server.error(server.post(API + "/alarms/x/accept", "nurse", "")))
        .isEqualTo("404 not.open");
    assertThat(Server.error(server.post(path + "/close", "nurse", "{\"reason\":\"ok\"}")))
        .isEqualTo("409 close.in.room.only");
    assertThat(Server.error(server.post(path + "/close", "nurse", "{\"reason\":\" \"}")))
        .isEqualTo("400 bad.request");
  }

  @Test
  void theJourneyOfAnAlarmShowsEachEventsOwnFields() {
    Instant at = Demo.NOW;
    Reason why = Reason.of("bed.exit");
    List<AlarmEvent> events =
        List.of(
            new AlarmEvent.Raised(
                at,
                "w",
                "a",
                "bed.exit",
                AlarmClass.URGENT,
                "101",
                "101/bed",
                at,
                why,
                false,
                true),
            new AlarmEvent.Repeated(at, "w", "a", true, why),
            new AlarmEvent.Reclassified(at, "w", "a", AlarmClass.CALL, why),
            new AlarmEvent.Returned(at, "w", "a"),
            new AlarmEvent.Accepted(at, "w", "a", "nurse"),
            new AlarmEvent.Attended(at, "w", "a"),
            new AlarmEvent.Unattended(at, "w", "a"),
            new AlarmEvent.Closed(at, "w", "a", "presence", "reset.in.room"),
            new AlarmEvent.Presence(at, "w", "101", false));
    for (AlarmEvent event : events) {
      server.desk.entries.add(new JournalEntry(server.desk.entries.size() + 1L, event));
    }
    var entries =
        new JsonObject(server.get(API + "/alarms/a/journey", "nurse").body())
            .getJsonArray("entries");
    assertThat(entries).hasSize(events.size());
    assertThat(entries.getJsonObject(4).encode())
        .isEqualTo(
            "{\"seq\":5,\"type\":\"Accepted\",\"at\":\"2026-11-22T02:11:00Z\",\"ward\":\"w\","
                + "\"alarm\":\"a\",\"by\":\"nurse\",\"byName\":\"Anna\"}");
  }

  @Test
  void trendsAnswerOrSayThatTheyCannot() {
    String query =
        API
            + "/trends?point=101-io/bedroom.humidity&from=2026-11-22T00:00:00Z"
            + "&to=2026-11-22T02:00:00Z&buckets=10";
    assertThat(Server.error(server.get(query, "manager"))).isEqualTo("503 trends.unavailable");
    server.trends =
        (point, from, to, buckets) ->
            CompletableFuture.completedFuture(
                new Trend(
                    point,
                    from,
                    to,
                    Duration.ofMillis(500),
                    List.of(new Trend.Bucket(from, 1, 1.5, 2, 2, buckets))));
    assertThat(server.get(query, "manager").body())
        .isEqualTo(
            "{\"point\":\"101-io/bedroom.humidity\",\"from\":\"2026-11-22T00:00:00Z\","
                + "\"to\":\"2026-11-22T02:00:00Z\",\"width\":0.5,"
                + "\"buckets\":[[1795305600000,1,1.5,2,2,10]]}");
    assertThat(Server.error(server.get(query + "0000", "manager"))).isEqualTo("400 bad.request");
    assertThat(Server.error(server.get(query.replace("101", "9"), "manager")))
        .isEqualTo("404 not.found");
    assertThat(Server.error(server.get(API + "/trends", "manager"))).isEqualTo("400 bad.request");
  }

  @Test
  void textsComeInTheLanguageAskedFor() {
    server.texts = locale -> Map.of("bed.exit", locale.toLanguageTag());
    assertThat(server.get(API + "/texts?lang=zh-CN", "").body())
        .isEqualTo("{\"texts\":{\"bed.exit\":\"zh-CN\"}}");
  }

  @Test
  void everyErrorIsJsonAndShowsNothingOfTheInside() {
    assertThat(Server.error(server.get(API + "/nothing", "nurse"))).isEqualTo("404 not.found");
    assertThat(Server.error(server.get("/nothing", ""))).isEqualTo("404 not.found");
    assertThat(Server.error(server.get(API + "/login", ""))).isEqualTo("405 method.not.allowed");
    assertThat(Server.error(server.post(API + "/login", "", "no json")))
        .isEqualTo("400 bad.request");
    assertThat(Server.error(server.post(API + "/login", "", "{\"name\":1}")))
        .isEqualTo("400 bad.request");
    assertThat(Server.error(server.post(API + "/login", "", "x".repeat(70_000))))
        .isEqualTo("413 too.large");
    assertThat(Server.error(server.get(API + "/live", "nurse"))).isEqualTo("403 csrf");
    HttpResponse<String> failed =
        server.post(API + "/alarms/x/close", "nurse", "{\"reason\":\"fail\"}");
    assertThat(Server.error(failed)).isEqualTo("500 internal");
    assertThat(failed.body()).doesNotContain("inside the test", "Exception", "at org.");
  }

  @Test
  void theOpenApiDocumentNamesExactlyTheRoutes() {
    JsonObject document = new JsonObject(server.get(API + "/openapi.json", "").body());
    Set<String> documented = new TreeSet<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + API + path);
      }
    }
    Set<String> routed = new TreeSet<>();
    server.web.routes().router().getRoutes().stream()
        .filter(r -> r.getPath() != null && r.getPath().startsWith(API) && r.isExactPath())
        .forEach(
            r ->
                r.methods()
                    .forEach(m -> routed.add(m + " " + r.getPath().replaceAll(":(\\w+)", "{$1}"))));
    assertThat(routed).isNotEmpty().isEqualTo(documented);
  }

  @Test
  void aPortInUseIsSaidPlainly() {
    WebServer.Place taken = new WebServer.Place("127.0.0.1", server.web.port(), null, null);
    assertThatThrownBy(() -> WebServer.start(server.services(), taken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on " + server.address())
        .hasMessageContaining("org.wardlight.web");
  }

  private static String login(String name, String password) {
    return new JsonObject().put("name", name).put("password", password).encode();
  }
}
