package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmLoad;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.Handover;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.space.CareLimits;

/** Shelving, duty, walk tests, coverage, handover and load over the API. */
class WardTest {
  private static final String API = "/api/v1";

  private final Server server = new Server(2);

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonObject get(String path) {
    return new JsonObject(server.get(API + path, "nurse").body());
  }

  private String error(String path, String body) {
    return Server.error(server.post(API + path, "nurse", body));
  }

  @Test
  void anAlarmIsShelvedWithReasonAndTime() {
    Shelving shelving =
        new Shelving(
            "s1",
            Shelving.Type.ONE_ALARM,
            "ward-a",
            "",
            "a",
            "nurse",
            "visitors",
            Demo.NOW,
            Demo.NOW.plus(Duration.ofMinutes(30)));
    server.scripted.answerLater("Shelves.shelve", args -> new DeskOutcome.Done<>(shelving));
    server.scripted.answer("Shelves.current", args -> List.of(shelving));
    String body = "{\"reason\":\"visitors\",\"minutes\":30}";
    assertThat(new JsonObject(server.post(API + "/alarms/a/shelve", "nurse", body).body()).encode())
        .contains("\"byName\":\"Anna\"", "\"until\":\"2026-11-22T02:41:00Z\"");
    assertThat(server.scripted.asked).contains("Shelves.shelve[a, nurse, visitors, PT30M]");
    assertThat(get("/shelvings").getJsonArray("shelvings")).hasSize(1);
    assertThat(error("/alarms/a/shelve", "{\"minutes\":30}")).isEqualTo("400 bad.request");
    assertThat(error("/alarms/a/shelve", "{\"reason\":\"x\"}")).isEqualTo("400 bad.request");
    assertThat(Server.error(server.post(API + "/alarms/a/shelve", "manager", body)))
        .isEqualTo("403 forbidden");
  }

  @Test
  void whatTheDeskRefusesSaysWhy() {
    server.scripted.answerLater(
        "Shelves.bypass", args -> new DeskOutcome.NotAllowed<Object>("shelve.call"));
    server.scripted.answerLater(
        "Shelves.end", args -> new DeskOutcome.NotFound<Object>("shelving s9"));
    assertThat(
            error(
                "/shelvings/bypass",
                "{\"ward\":\"ward-a\",\"kind\":\"call.bed\",\"place\":\"101\",\"reason\":\"x\","
                    + "\"minutes\":10}"))
        .isEqualTo("409 shelve.call");
    assertThat(error("/shelvings/s9/end", "")).isEqualTo("404 not.found");
  }

  @Test
  void whoIsOnDutyIsShownAndChanged() {
    Duty.Board board =
        new Duty.Board(
            "ward-a",
            "night",
            List.of(new Duty.Level("floor", true, Duration.ofSeconds(60))),
            List.of("floor"),
            List.of(new Duty.OnDuty("nurse", "floor", Demo.NOW)));
    server.scripted.answer("Duty.board", args -> board);
    server.scripted.answerLater("Duty.begin", args -> new DeskOutcome.Done<>(board));
    JsonObject shown = get("/wards/ward-a/duty");
    assertThat(shown.getJsonArray("onDuty").getJsonObject(0).getString("userName"))
        .isEqualTo("Anna");
    assertThat(shown.getJsonArray("chain").getJsonObject(0).getInteger("delay")).isEqualTo(60);
    assertThat(
            server.post(API + "/wards/ward-a/duty", "nurse", "{\"group\":\"floor\"}").statusCode())
        .isEqualTo(200);
    assertThat(server.scripted.asked).contains("Duty.begin[ward-a, nurse, floor]");
    assertThat(error("/wards/nowhere/duty", "{\"group\":\"floor\"}")).isEqualTo("404 not.found");
  }

  @Test
  void theNightsOfARoomAreShownWithTheirSteps() {
    Instant left = Demo.NOW.minus(Duration.ofMinutes(10));
    Episode way =
        new Episode(
            "night.path@101/bed@" + left,
            "night.path",
            "ward-a",
            "101",
            "101/bed",
            "r-101",
            left,
            left.plusSeconds(1),
            left.plusSeconds(60),
            null,
            Demo.NOW,
            null,
            null,
            false,
            false,
            Demo.NOW,
            Episode.Outcome.COMPLETE);
    server.scripted.answer("Episodes.of", args -> List.of(way));
    String path = "/rooms/101/episodes?from=2026-11-20T00:00:00Z&to=2026-11-23T00:00:00Z";
    JsonObject shown = get(path).getJsonArray("episodes").getJsonObject(0);
    assertThat(shown.getString("outcome")).isEqualTo("COMPLETE");
    assertThat(shown.getString("bathroom")).isEqualTo(left.plusSeconds(60).toString());
    assertThat(shown.getValue("bathroomLeft")).isNull();
    assertThat(shown.getDouble("seconds")).isEqualTo(600);
    assertThat(server.scripted.asked)
        .contains("Episodes.of[101, 2026-11-20T00:00:00Z, 2026-11-23T00:00:00Z]");
    assertThat(server.get(API + path, "manager").statusCode()).isEqualTo(200);
    assertThat(Server.error(server.get(API + path, "engineer"))).isEqualTo("403 forbidden");
    assertThat(Server.error(server.get(API + path.replace("101", "999"), "nurse")))
        .isEqualTo("404 not.found");
    assertThat(Server.error(server.get(API + path.replace("2026-11-20", "2024-11-20"), "nurse")))
        .isEqualTo("400 bad.request");
  }

  @Test
  void theCoverageBoardSaysWhoIsNotProtectedAndWhy() {
    server.scripted.answer(
        "Coverage.board",
        args ->
            List.of(
                new Coverage.BedCoverage(
                    "ward-a",
                    "101",
                    "101/bed",
                    "r-101",
                    List.of(
                        new Coverage.WatchCoverage(
                            "bathroom.dwell",
                            List.of(
                                new Coverage.Gap(Coverage.Cause.DEVICE_DEAD, "101-io", Demo.NOW)))),
                    List.of("fall"))));
    assertThat(get("/wards/ward-a/coverage").encode())
        .contains(
            "\"cause\":\"DEVICE_DEAD\"",
            "\"since\":\"2026-11-22T02:11:00Z\"",
            "\"silent\":[\"fall\"]");
  }

  @Test
  void aShiftIsHandedOver() {
    Handover.SignOff sign = new Handover.SignOff("ward-a", "nurse", Demo.NOW, "calm", 1, 0, 2);
    server.scripted.answer(
        "Handover.sheet",
        args ->
            new Handover.Sheet(
                "ward-a",
                List.of(Demo.alarm("101", Alarm.State.RAISED)),
                List.of(),
                List.of(),
                List.of(),
                sign));
    server.scripted.answerLater("Handover.signOff", args -> new DeskOutcome.Done<>(sign));
    JsonObject sheet = get("/wards/ward-a/handover");
    assertThat(sheet.getJsonArray("open").getJsonObject(0).getString("class")).isNotNull();
    assertThat(sheet.getJsonObject("last").getString("byName")).isEqualTo("Anna");
    assertThat(
            server.post(API + "/wards/ward-a/handover", "nurse", "{\"note\":\" \"}").statusCode())
        .isEqualTo(200);
    assertThat(server.scripted.asked).contains("Handover.signOff[ward-a, nurse, ]");
  }

  @Test
  void theLoadOfAWardIsCounted() {
    server.scripted.answer(
        "AlarmLoad.figures",
        args ->
            new AlarmLoad.Figures(
                Demo.NOW,
                List.of(new AlarmLoad.Slot(Demo.NOW, 3)),
                false,
                List.of(),
                List.of(),
                List.of(new AlarmLoad.RoomLoad("101", 3))));
    assertThat(get("/load?ward=ward-a").getJsonArray("topRooms")).hasSize(1);
    assertThat(server.scripted.asked).contains("AlarmLoad.figures[ward-a]");
  }

  @Test
  void whoAcceptedSaysThatTheyHaveSpokenWithTheResident() {
    assertThat(error("/alarms/a/spoken", "")).isEqualTo("404 not.open");
  }

  @Test
  void aNurseChangesTheLimitsOfAResident() {
    CareLimits.Change change =
        new CareLimits.Change(
            Demo.NOW, "r-101", "path-light", "true", "false", "nurse", "dazzles", null, true);
    CareLimits.Limit limit =
        new CareLimits.Limit(
            "path-light", CareLimits.Kind.FLAG, List.of(), null, null, "", "false", "true", change);
    server.scripted.answer(
        "CareLimits.limits",
        args -> args.get(0).equals("r-101") ? List.of(limit) : List.<CareLimits.Limit>of());
    server.scripted.answer("CareLimits.changes", args -> List.of(change));
    server.scripted.answerLater(
        "CareLimits.change", args -> new CareLimits.Outcome.Done(List.of(limit)));
    server.scripted.answerLater(
        "CareLimits.reset", args -> new CareLimits.Outcome.Done(List.of(limit)));
    String path = "/residents/r-101/limits";
    assertThat(get(path).encode())
        .contains("\"byName\":\"Anna\"", "\"byDefault\":\"true\"", "\"recorded\":true");
    assertThat(get("/residents/r-999/limits").getString("error")).isEqualTo("not.found");
    String body = "{\"values\":{\"path-light\":false},\"reason\":\"dazzles\",\"minutes\":90}";
    assertThat(server.post(API + path, "nurse", body).statusCode()).isEqualTo(200);
    assertThat(server.post(API + path + "/reset", "nurse", "{\"reason\":\"ok\"}").statusCode())
        .isEqualTo(200);
    assertThat(server.scripted.asked)
        .contains(
            "CareLimits.change[r-101, {path-light=false}, nurse, dazzles, PT1H30M]",
            "CareLimits.reset[r-101, [], nurse, ok]");
    assertThat(Server.error(server.post(API + path, "engineer", body))).isEqualTo("403 forbidden");
    assertThat(error(path, "{\"values\":{\"path-light\":[]},\"reason\":\"x\"}"))
        .isEqualTo("400 bad.request");
    assertThat(error(path + "/reset", "{\"limits\":[],\"reason\":\"x\"}"))
        .isEqualTo("400 bad.request");
  }

  @Test
  void aLimitThatIsNotChangedSaysWhy() {
    Map<CareLimits.Refusal, String> answers =
        Map.of(
            CareLimits.Refusal.NO_SUCH_RESIDENT, "404 not.found",
            CareLimits.Refusal.NO_SUCH_LIMIT, "400 limit.unknown",
            CareLimits.Refusal.BAD_VALUE, "400 limit.value",
            CareLimits.Refusal.BAD_EXPIRY, "400 limit.expiry",
            CareLimits.Refusal.NO_REASON, "400 reason.missing",
            CareLimits.Refusal.NOT_SAVED, "503 limit.not.saved");
    for (CareLimits.Refusal why : CareLimits.Refusal.values()) {
      server.scripted.answerLater(
          "CareLimits.change", args -> new CareLimits.Outcome.Refused(why, "detail"));
      assertThat(error("/residents/r-101/limits", "{\"values\":{\"x\":1},\"reason\":\"because\"}"))
          .isEqualTo(answers.get(why));
    }
  }
}
