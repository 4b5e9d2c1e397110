package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.api.commission.Commissioning;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.TrustList;
import org.wardlight.api.field.FieldStatus.LinkStatus;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Overrides.Outcome;
import org.wardlight.api.field.Overrides.Refusal;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.Explanations;
import org.wardlight.api.rule.Explanations.Explanation;
import org.wardlight.api.rule.Rehearsals;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSets;
import org.wardlight.api.space.ConfigurationEntry;
import org.wardlight.api.space.ConfigurationOutcome;
import org.wardlight.api.space.ConfigurationProblem;

/** What an engineer sees and does over the API. */
class EngineerTest {
  private static final String API = "/api/v1";
  private static final String FINGERPRINT = "ab".repeat(32);

  private final Server server = new Server(2);

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonObject get(String path) {
    return new JsonObject(server.get(API + path, "engineer").body());
  }

  private JsonObject post(String path, String body) {
    return new JsonObject(server.post(API + path, "engineer", body).body());
  }

  private String error(String path, String body) {
    return Server.error(server.post(API + path, "engineer", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engineering/links",
        "/engineering/devices",
        "/engineering/points?device=101-io",
        "/engineering/outputs",
        "/configuration",
        "/certificates",
        "/rules",
        "/rehearsals"
      })
  void nobodyButAnEngineerSeesThis(String path) {
    assertThat(Server.error(server.get(API + path, "nurse"))).isEqualTo("403 forbidden");
    assertThat(Server.error(server.get(API + path, "nobody"))).isEqualTo("401 not.logged.in");
  }

  @Test
  void aLinkTellsWhyItIsDownAndWhatItCounted() {
    LinkState state =
        new LinkState(
            "gateway",
            LinkState.Status.DOWN,
            Demo.NOW,
            new DriverFailure.Timeout("no answer from unit 7 within 1 s"),
            3);
    LinkFigures figures =
        new LinkFigures(100, 3, 2, 1, 4, 5, Duration.ofMillis(12), Duration.ofMillis(900));
    server.scripted.answer(
        "FieldStatus.links", args -> List.of(new LinkStatus(state, figures, 6, 2)));
    JsonObject link = get("/engineering/links").getJsonArray("links").getJsonObject(0);
    assertThat(link.getJsonObject("state").getString("detail")).contains("unit 7");
    assertThat(link.getJsonObject("state").getString("endpoint")).doesNotContain("secret");
    assertThat(link.getJsonObject("figures").encode())
        .isEqualTo(
            "{\"requests\":100,\"timeouts\":3,\"refusals\":2,\"malformed\":1,\"overruns\":4,"
                + "\"reconnects\":5,\"lastRoundTrip\":0.012,\"worstRoundTrip\":0.9}");
    assertThat(link.getInteger("good")).isEqualTo(2);
  }

  @Test
  void thePointsOfADeviceShowValueOutputAndWhoHoldsIt() {
    server.scripted.answer("Overrides.overrides", args -> List.of(held()));
    JsonObject answer = get("/engineering/points?device=101-io");
    assertThat(answer.getJsonArray("points")).hasSize(Demo.POINTS_A_ROOM);
    JsonObject lamp = answer.getJsonArray("points").getJsonObject(2);
    assertThat(lamp.getJsonObject("output").getString("status")).isEqualTo("CONFIRMED");
    assertThat(lamp.getJsonObject("override").getString("ownerName")).isEqualTo("Anna");
    assertThat(lamp.getJsonObject("override").getString("reason")).isEqualTo("try the lamp");
    assertThat(Server.error(server.get(API + "/engineering/points?device=x", "engineer")))
        .isEqualTo("404 not.found");
  }

  private static ManualOverride held() {
    return new ManualOverride(
        "101-io/lamp.red",
        1,
        "nurse",
        "try the lamp",
        Demo.NOW,
        Demo.NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void anOutputIsHeldByHandWithAReasonAndForATime() {
    server.scripted.answerLater("Overrides.override", args -> new Outcome.Held(held()));
    String good =
        "{\"point\":\"101-io/lamp.red\",\"value\":1,\"minutes\":5,\"reason\":\"try the lamp\"}";
    assertThat(post("/engineering/overrides", good).getString("until"))
        .isEqualTo("2026-11-22T02:16:00Z");
    assertThat(server.scripted.asked)
        .contains("Overrides.override[2, 1.0, engineer, 2026-11-22T02:16:00Z, try the lamp]");
    assertThat(error("/engineering/overrides", good.replace("lamp.red", "x")))
        .isEqualTo("404 not.found");
    assertThat(error("/engineering/overrides", good.replace("try the lamp", " ")))
        .isEqualTo("400 bad.request");
    assertThat(error("/engineering/overrides", good.replace(":5", ":0")))
        .isEqualTo("400 bad.request");
    server.scripted.answerLater(
        "Overrides.override", args -> new Outcome.Refused(Refusal.OUT_OF_BOUNDS, "0 to 2"));

    assertThat(error("/engineering/overrides", good)).isEqualTo("409 override.out.of.bounds");
  }

  @Test
  void whatIsHeldIsLetGo() {
    server.scripted.answer("Overrides.release", args -> true);
    String point = "{\"point\":\"101-io/lamp.red\"}";
    assertThat(server.post(API + "/engineering/overrides/release", "engineer", point).statusCode())
        .isEqualTo(204);
    server.scripted.answer("Overrides.release", args -> false);
    assertThat(error("/engineering/overrides/release", point)).isEqualTo("404 not.found");
  }

  @Test
  void theConfigurationShowsItsHistoryAndWhyFilesAreNotInForce() {
    server.scripted.answer(
        "ConfigurationHistory.entries",
        args ->
            List.of(
                new ConfigurationEntry(
                    2, Demo.NOW, "files", 0, "1 device changed", List.of("device x changed"))));
    server.scripted.answer(
        "ConfigurationHistory.problems",
        args -> List.of(new ConfigurationProblem("ward-a.yaml", 7, 3, "unknown kind")));
    JsonObject answer = get("/configuration");
    assertThat(answer.getJsonArray("entries").getJsonObject(0).getInteger("number")).isEqualTo(2);
    assertThat(answer.getJsonArray("problems").getJsonObject(0).getInteger("line")).isEqualTo(7);
  }

  @Test
  void rollingBackSaysWhatBecameOfIt() {
    server.scripted.answerLater(
        "ConfigurationHistory.rollBack",
        args ->
            args.get(0).equals(1)
                ? new ConfigurationOutcome.Unchanged()
                : new ConfigurationOutcome.NoSuchEntry(9));
    assertThat(post("/configuration/rollback", "{\"number\":1}").getString("type"))
        .isEqualTo("Unchanged");
    assertThat(server.scripted.asked).contains("ConfigurationHistory.rollBack[1, engineer]");
    assertThat(error("/configuration/rollback", "{\"number\":9}")).isEqualTo("404 not.found");
    assertThat(error("/configuration/rollback", "{\"number\":\"9\"}")).isEqualTo("400 bad.request");
  }

  @Test
  void mistakesFoundByACheckAreTheAnswer() {
    server.scripted.answerLater(
        "ConfigurationHistory.check",
        args ->
            new ConfigurationOutcome.Refused(
                List.of(new ConfigurationProblem("a.yaml", 1, 2, "wrong"))));
    JsonObject answer = post("/configuration/check", "");
    assertThat(answer.getString("type")).isEqualTo("Refused");
    assertThat(answer.getJsonArray("problems")).hasSize(1);
  }

  @Test
  void aCertificateIsAcceptedByItsFingerprint() {
    TrustList list = server.scripted.service(TrustList.class);
    server.scripted.answer("TrustList.accept", args -> args.get(0).equals(FINGERPRINT));
    server.scripted.answer(
        "TrustList.certificates",
        args ->
            List.of(
                new TrustList.ServerCertificate(
                    FINGERPRINT,
                    "CN=house",
                    "CN=house",
                    Instant.EPOCH,
                    Demo.NOW,
                    "opc.tcp://b",
                    Demo.NOW,
                    TrustList.Decision.PENDING)));
    server.engineer.trustLists.add(list);
    assertThat(
            get("/certificates")
                .getJsonArray("certificates")
                .getJsonObject(0)
                .getString("decision"))
        .isEqualTo("PENDING");
    assertThat(post("/certificates/" + FINGERPRINT + "/accept", "").getString("fingerprint"))
        .isEqualTo(FINGERPRINT);
    assertThat(error("/certificates/abc/accept", "")).isEqualTo("404 not.found");
  }

  @Test
  void aServerIsBrowsedPageByPage() {
    Browser browser = server.scripted.service(Browser.class);
    server.scripted.answer("Browser.schemes", args -> Set.of("opc.tcp"));
    server.scripted.answerLater(
        "Browser.browse",
        args ->
            new Browser.Page(
                List.of(
                    new Browser.Node(
                        "urn:x",
                        "s=203",
                        "203",
                        "Room 203",
                        "Object",
                        "",
                        Browser.Access.NONE,
                        true,
                        null)),
                "more"));
    server.scripted.answerLater(
        "Browser.next", args -> new Browser.Failed(new DriverFailure.Unreachable("refused")));

    server.engineer.browsers.add(browser);
    JsonObject page = post("/engineering/browse", "{\"endpoint\":\"opc.tcp://127.0.0.1:4840\"}");
    assertThat(page.getString("continuation")).isEqualTo("more");
    assertThat(page.getJsonArray("nodes").getJsonObject(0).getString("id")).isEqualTo("s=203");
    assertThat(
            error(
                "/engineering/browse",
                "{\"endpoint\":\"opc.tcp://127.0.0.1:4840\",\"continuation\":\"more\"}"))
        .isEqualTo("502 device.unreachable");
    assertThat(error("/engineering/browse", "{\"endpoint\":\"modbus-tcp://x\"}"))
        .isEqualTo("400 bad.request");
    assertThat(error("/engineering/browse", "{\"connection\":\"nowhere\"}"))
        .isEqualTo("404 not.found");
  }

  @Test
  void aDeviceIsReadOnce() {
    String body = "{\"device\":\"101-io\"}";
    assertThat(error("/engineering/poll-once", body)).isEqualTo("503 unavailable");
    server.engineer.commissioning = server.scripted.service(Commissioning.class);
    server.scripted.answerLater(
        "Commissioning.pollOnce",
        args ->
            new Poll(
                List.of(
                    new Poll.Value(
                        server.facility.points().get(0),
                        Double.NaN,
                        null,
                        Quality.BAD,
                        QualityReason.REJECTED,
                        Duration.ofMillis(3))),
                new DriverFailure.Rejected("exception 2", "illegal data address"),
                Duration.ofMillis(20)));
    JsonObject poll = post("/engineering/poll-once", body);
    assertThat(poll.getJsonObject("failure").getString("type")).isEqualTo("Rejected");
    assertThat(poll.getJsonArray("values").getJsonObject(0).getValue("value")).isNull();
    assertThat(error("/engineering/poll-once", "{\"device\":\"x\"}")).isEqualTo("404 not.found");
  }

  @Test
  void rulesShowWhatRunsWaitsAndWasRefused() {
    assertThat(Server.error(server.get(API + "/rules", "engineer"))).isEqualTo("503 unavailable");
    server.engineer.ruleSets = server.scripted.service(RuleSets.class);
    RuleSetInfo refused =
        new RuleSetInfo(
            3,
            "f",
            RuleSetInfo.State.REFUSED,
            Demo.NOW,
            Demo.NOW,
            "files",
            List.of(),
            List.of(new RuleProblem("bed-exit/bed-exit.drl", 7, "", "mismatched input")),
            List.of());
    server.scripted.answer("RuleSets.refused", args -> refused);
    server.scripted.answer("RuleSets.needsApproval", args -> true);
    server.scripted.answer("RuleSets.history", args -> List.of(refused));
    JsonObject rules = get("/rules");
    assertThat(rules.getValue("running")).isNull();
    assertThat(rules.getJsonObject("refused").getJsonArray("problems")).hasSize(1);
    server.scripted.answerLater(
        "RuleSets.approve", args -> new RuleSets.Outcome.NotAllowed("same.person"));
    assertThat(error("/rules/4/approve", "{\"author\":\"engineer\"}")).isEqualTo("409 same.person");
    assertThat(error("/rules/x/approve", "{\"author\":\"engineer\"}")).isEqualTo("400 bad.request");
    server.scripted.answerLater("RuleSets.reject", args -> new RuleSets.Outcome.NotPending(4));
    assertThat(error("/rules/4/reject", "{\"reason\":\"no\"}")).isEqualTo("404 not.pending");
  }

  @Test
  void aRoomIsExplained() {
    server.engineer.explanations = server.scripted.service(Explanations.class);
    server.scripted.answerLater(
        "Explanations.explain",
        args -> {
          if (!args.get(0).equals("101")) {
            throw new IllegalArgumentException("no room");
          }
          return new Explanation(
              "101",
              List.of(new Explanations.Known("Reading", "bathroom.presence = 1")),
              List.of(),
              List.of(
                  new Explanations.RuleState(
                      "bed-exit", Explanations.RuleState.State.LACKING, "no bed.occupied")));
        });
    assertThat(get("/rooms/101/explain").getJsonArray("rules").getJsonObject(0).getString("state"))
        .isEqualTo("LACKING");
    assertThat(Server.error(server.get(API + "/rooms/9/explain", "engineer")))
        .isEqualTo("404 not.found");
  }

  @Test
  void aRehearsalIsAskedForAndLookedAt() {
    server.engineer.rehearsals = server.scripted.service(Rehearsals.class);
    server.scripted.answer("Rehearsals.start", args -> "r1");
    server.scripted.answer("Rehearsals.cancel", args -> false);
    String body =
        "{\"pending\":true,\"from\":\"2026-11-21T00:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\","
            + "\"limits\":{\"r-101\":{\"bathroom-limit-night\":\"20min\",\"path-light\":false}}}";
    assertThat(post("/rehearsals", body).getString("id")).isEqualTo("r1");
    assertThat(server.scripted.asked.toString())
        .contains("bathroom-limit-night=20min", "path-light=false", "engineer");
    assertThat(error("/rehearsals", body.replace("\"20min\"", "[20]")))
        .isEqualTo("400 bad.request");
    assertThat(error("/rehearsals", body.replaceAll("\\{\"bathroom.*?\\}", "3")))
        .isEqualTo("400 bad.request");
    assertThat(error("/rehearsals", body.replace("21T", "23T"))).isEqualTo("400 bad.request");
    assertThat(Server.error(server.get(API + "/rehearsals/x", "engineer")))
        .isEqualTo("404 not.found");
    assertThat(error("/rehearsals/x/cancel", "")).isEqualTo("404 not.found");
  }
}
