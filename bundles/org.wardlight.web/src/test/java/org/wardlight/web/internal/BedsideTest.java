package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.access.Terminals.PairOutcome;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** Bedside terminals: bound by staff, able to call for their bed, and to nothing else. */
class BedsideTest {
  private static final String API = "/api/v1";
  private static final String PAIR = "{\"bed\":\"101/bed\",\"name\":\"Window\"}";
  private static final int SETPOINT = 6;
  private static final int LIGHT = 7;

  private final Server server = new Server(2);
  private final List<ManualOverride> held = new ArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private String bind() {
    assertThat(server.post(API + "/bedside/pair", "nurse", PAIR).statusCode()).isEqualTo(200);
    return "t-" + server.terminals.all.size() + "-token";
  }

  private HttpResponse<String> asTerminal(String method, String path, String token) {
    return server.send(
        server
            .request(API + path)
            // Whatever else its browser holds: the session of a nurse opens nothing at a terminal.
            .header("Cookie", "wl_session=nurse; wl_terminal=" + token)
            .header("X-Wardlight", "1")
            .method(
                method,
                method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
  }

  private static Alarm call(Alarm.State state, @Nullable String by) {
    return alarm("call.bed", AlarmClass.CALL, "101/bed", state, by);
  }

  private static Alarm alarm(
      String kind, AlarmClass alarmClass, String space, Alarm.State state, @Nullable String by) {
    return new Alarm(
        Alarm.idOf(kind, space, Demo.NOW),
        kind,
        alarmClass,
        "ward-a",
        space.substring(0, 3),
        space,
        Reason.of(kind),
        Demo.NOW,
        Demo.NOW,
        state,
        false,
        false,
        0,
        by,
        by == null ? null : Demo.NOW.plusSeconds(20),
        state == Alarm.State.ATTENDED ? Demo.NOW.plusSeconds(50) : null,
        state == Alarm.State.CLOSED ? Demo.NOW : null,
        null,
        null,
        true);
  }

  private static JsonObject told(JsonObject snapshot) {
    return snapshot.getJsonObject("bedside").getJsonObject("call");
  }

  private long asked(String what) {
    return server.scripted.asked.stream().filter(a -> a.startsWith(what)).count();
  }

  // --- binding and revoking

  @Test
  void bindingEndsTheSessionAndGivesTheBrowserACookieOfItsOwn() {
    HttpResponse<String> paired = server.post(API + "/bedside/pair", "nurse", PAIR);
    assertThat(paired.headers().allValues("set-cookie"))
        .anyMatch(c -> c.startsWith("wl_session=; Max-Age=0"))
        .anyMatch(
            c ->
                c.matches(
                    "wl_terminal=t-1-token; Max-Age=34560000;.* Path=/;.*HTTPOnly;"
                        + " SameSite=Strict"));
    assertThat(new JsonObject(paired.body()).getJsonObject("terminal").encode())
        .isEqualTo(
            "{\"id\":\"t-1\",\"name\":\"Window\",\"bed\":\"101/bed\",\"room\":\"101\","
                + "\"connected\":false,\"pairedBy\":\"nurse\",\"pairedByName\":\"Anna\","
                + "\"pairedAt\":\"2026-11-22T02:11:00Z\"}");
    assertThat(Server.error(server.get(API + "/me", "nurse"))).isEqualTo("401 not.logged.in");
    assertThat(server.scripted.asked)
        .contains("Bedside.paired[Terminal[id=t-1, name=Window, bed=101/bed], nurse]");
    assertThat(asTerminal("GET", "/bedside", "t-1-token").statusCode()).isEqualTo(200);
  }

  @Test
  void onlyNursesAndEngineersBindToBedsThatThereAre() {
    assertThat(Server.error(server.post(API + "/bedside/pair", "manager", PAIR)))
        .isEqualTo("403 forbidden");
    assertThat(Server.error(server.post(API + "/bedside/pair", "", PAIR)))
        .isEqualTo("401 not.logged.in");
    assertThat(Server.error(server.post(API + "/bedside/pair", "new", PAIR)))
        .isEqualTo("403 password.change.needed");
    assertThat(
            Server.error(
                server.post(API + "/bedside/pair", "nurse", PAIR.replace("101/bed", "9/bed"))))
        .isEqualTo("404 not.found");
    server.terminals.refusal = new PairOutcome.NotSaved("disk full");
    assertThat(Server.error(server.post(API + "/bedside/pair", "nurse", PAIR)))
        .isEqualTo("503 terminal.not.saved");
    server.terminals.refusal = new PairOutcome.BadName();
    assertThat(Server.error(server.post(API + "/bedside/pair", "nurse", PAIR)))
        .isEqualTo("400 terminal.name");
    assertThat(server.get(API + "/me", "nurse").statusCode()).as("still logged in").isEqualTo(200);
  }

  /** It hangs where anybody can reach it. */
  @Test
  void terminalMayAskForNothingElse() {
    String token = bind();
    JsonObject paths =
        new JsonObject(server.get(API + "/openapi.json", "").body()).getJsonObject("paths");
    int refused = 0;
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        if (path.equals("/bedside") || path.equals("/bedside/live")) {
          continue;
        }
        String asked = path.replaceAll("\\{\\w+}", "x");
        assertThat(Server.error(asTerminal(method.toUpperCase(Locale.ROOT), asked, token)))
            .as("%s %s", method, path)
            .isEqualTo("403 terminal.only");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
    assertThat(Server.error(asTerminal("GET", "/bedside", "nobodys")))
        .isEqualTo("401 terminal.unknown");
  }

  @Test
  void revokedTerminalIsToldAtOnceAndLetInNoMore() {
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      server.accounts.sessions.put("nurse", server.accounts.sessions.get("engineer"));
      JsonArray list =
          new JsonObject(server.get(API + "/bedside/terminals", "engineer").body())
              .getJsonArray("terminals");
      assertThat(list.getJsonObject(0).getBoolean("connected")).isTrue();
      assertThat(Server.error(server.post(API + "/bedside/terminals/t-1/revoke", "manager", "")))
          .isEqualTo("403 forbidden");
      assertThat(server.post(API + "/bedside/terminals/t-1/revoke", "engineer", "").statusCode())
          .isEqualTo(204);
      assertThat(screen.next("bye").getString("reason")).isEqualTo("session.ended");
    }
    assertThat(server.scripted.asked)
        .contains("Bedside.revoked[Terminal[id=t-1, name=Window, bed=101/bed], engineer]");
    assertThat(Server.error(asTerminal("GET", "/bedside", token)))
        .isEqualTo("401 terminal.unknown");
    assertThat(Server.error(server.post(API + "/bedside/terminals/t-1/revoke", "engineer", "")))
        .isEqualTo("404 not.found");
  }

  // --- what a terminal is shown

  @Test
  void terminalSeesItsBedAndNothingOfAnybodyElse() {
    server.announce(Demo.alarm("102", Alarm.State.RAISED));
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      JsonObject snapshot = screen.hello();
      assertThat(snapshot.getString("now")).isEqualTo("2026-11-22T02:11:00Z");
      assertThat(snapshot.getJsonObject("bedside").encode())
          .isEqualTo(
              "{\"facility\":{\"id\":\"demo\",\"name\":\"Haus am See\",\"zone\":"
                  + "\"Europe/Berlin\",\"language\":\"de\"},"
                  + "\"terminal\":{\"id\":\"t-1\",\"name\":\"Window\"},"
                  + "\"room\":\"101\",\"bed\":\"101/bed\",\"resident\":\"Chen\",\"night\":true,"
                  + "\"call\":{\"progress\":\"NONE\",\"since\":null,\"by\":null,"
                  + "\"recorded\":true,\"emergency\":false,\"test\":false},"
                  + "\"light\":null,\"temperature\":null,\"celsius\":null}");
      screen.nextIsBeat();
    }
  }

  @Test
  void callIsFollowedUntilItIsDone() {
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      server.announce(call(Alarm.State.RAISED, null));
      assertThat(told(screen.next("snapshot")).getString("progress")).isEqualTo("CALLING");
      server.announce(call(Alarm.State.ACCEPTED, "nurse"));
      JsonObject coming = told(screen.next("snapshot"));
      assertThat(coming.getString("progress")).isEqualTo("COMING");
      assertThat(coming.getString("by")).isEqualTo("Anna");
      assertThat(coming.getString("since")).isEqualTo("2026-11-22T02:11:20Z");
      // Nobody came in time: it calls again, and says so.
      server.announce(call(Alarm.State.RAISED, null));
      assertThat(told(screen.next("snapshot")).getString("progress")).isEqualTo("CALLING");
      server.announce(call(Alarm.State.ATTENDED, "nurse"));
      JsonObject here = told(screen.next("snapshot"));
      assertThat(here.getString("progress")).isEqualTo("HERE");
      assertThat(here.getString("since")).isEqualTo("2026-11-22T02:11:50Z");
      server.announce(call(Alarm.State.CLOSED, "nurse"));
      assertThat(told(screen.next("snapshot")).getString("progress")).isEqualTo("DONE");
    }
  }

  @Test
  void whatRulesNoticedIsShownOnceSomebodyComesForIt() {
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      server.announce(alarm("bed.exit", AlarmClass.URGENT, "101/bed", Alarm.State.RAISED, null));
      server.announce(
          alarm("bed.exit", AlarmClass.URGENT, "101/bed", Alarm.State.ACCEPTED, "nurse"));
      assertThat(told(screen.next("snapshot")).getString("progress")).isEqualTo("COMING");
    }
  }

  @Test
  void terminalThatCannotBeShownItsBedIsCutOffAndTheOthersGoOn() {
    String token = bind();
    server.accounts.sessions.put("nurse", server.accounts.sessions.get("engineer"));
    String other =
        "t-"
            + new JsonObject(
                    server
                        .post(API + "/bedside/pair", "nurse", PAIR.replace("101/bed", "102/bed"))
                        .body())
                .getJsonObject("terminal")
                .getString("id")
                .substring(2)
            + "-token";
    try (Screen broken = Screen.bedside(server, token);
        Screen sound = Screen.bedside(server, other)) {
      broken.hello();
      sound.hello();
      server.accounts.broken = "oops";
      server.announce(call(Alarm.State.ACCEPTED, "oops"));
      assertThat(broken.next("bye").getString("reason")).isEqualTo("failed");
      sound.nextIsBeat();
    }
  }

  @Test
  void terminalWithoutABedSaysSoUntilThereIsOneAgain() {
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      var before = server.facility;
      server.facility = Demo.facility("demo", 0);
      assertThat(screen.next("gone")).isNotNull();
      server.facility = before;
      assertThat(screen.next("snapshot")).isNotNull();
    }
  }

  // --- what is pressed

  @Test
  void pressIsHeardOnceTheDeskHasIt() {
    CompletableFuture<DeskOutcome<Alarm>> recorded = new CompletableFuture<>();
    server.scripted.answer("Bedside.call", args -> recorded);
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      screen.say("{\"t\":\"call\",\"id\":\"p1\"}");
      await().until(() -> asked("Bedside.call") == 1);
      screen.nextIsBeat();
      Alarm call = call(Alarm.State.RAISED, null);
      server.desk.open.add(call);
      recorded.complete(new DeskOutcome.Done<>(call));
      assertThat(told(screen.next("snapshot")).getString("progress")).isEqualTo("CALLING");
      JsonObject heard = screen.next("heard");
      assertThat(heard.getString("id")).isEqualTo("p1");
      assertThat(heard.getBoolean("recorded")).isTrue();
      // The same press over a new connection is no second one.
      screen.say("{\"t\":\"call\",\"id\":\"p1\"}");
      assertThat(screen.next("heard").getString("id")).isEqualTo("p1");
      assertThat(asked("Bedside.call")).isEqualTo(1);
    }
    assertThat(server.scripted.asked)
        .contains("Bedside.call[Terminal[id=t-1, name=Window, bed=101/bed]]");
  }

  private void deskTakesNoCall() {
    server.scripted.answerLater(
        "Bedside.call",
        args -> {
          throw new IllegalArgumentException("lane full");
        });
  }

  @Test
  void pressThatTheDeskDoesNotTakeIsNeverSaidToBeHeard() {
    deskTakesNoCall();
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      screen.say("{\"t\":\"call\",\"id\":\"p1\"}");
      assertThat(screen.next("failed").getString("id")).isEqualTo("p1");
      server.scripted.answerLater(
          "Bedside.call", args -> new DeskOutcome.Done<>(call(Alarm.State.RAISED, null)));
      screen.say("{\"t\":\"call\",\"id\":\"p2\"}");
      assertThat(screen.next("heard").getString("id")).as("not held back").isEqualTo("p2");
    }
  }

  @Test
  void shakingFingerIsOneCallAndAllItsPressesAreAnswered() {
    Alarm call = call(Alarm.State.RAISED, null);
    server.desk.open.add(call);
    server.scripted.answerLater("Bedside.call", args -> new DeskOutcome.Done<>(call));
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      for (int i = 0; i < 8; i++) {
        screen.say("{\"t\":\"call\",\"id\":\"p" + i + "\"}");
        assertThat(screen.next("heard").getString("id")).isEqualTo("p" + i);
      }
      assertThat(asked("Bedside.call")).isLessThan(3);
      // Staff who came have set presence: now a press means that they need help.
      server.desk.present = Map.of("101", Demo.NOW);
      long before = asked("Bedside.call");
      screen.say("{\"t\":\"call\",\"id\":\"help\"}");
      assertThat(screen.next("heard").getString("id")).isEqualTo("help");
      assertThat(asked("Bedside.call")).isEqualTo(before + 1);
    }
  }

  @Test
  void whatIsNoMessageEndsTheConnection() {
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.say("[1]");
      assertThat(screen.closeStatus()).isEqualTo(1008);
    }
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      screen.say("{\"t\":\"call\"}");
      assertThat(screen.closeStatus()).isEqualTo(1008);
    }
  }

  @Test
  void deskIsToldWhichTerminalsAreThere() {
    String token = bind();
    String away =
        "Bedside.terminals[[Presence[terminal=Terminal[id=t-1, name=Window, "
            + "bed=101/bed], connected=false]]]";
    assertThat(server.scripted.asked).contains("Bedside.terminals[[]]", away);
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      assertThat(server.scripted.asked).contains(away.replace("false", "true"));
      server.scripted.asked.clear();
    }
    await().until(() -> server.scripted.asked.contains(away));
  }

  /** A tablet without power says no goodbye. */
  @Test
  void terminalThatAnswersNoBeatIsAway() {
    AtomicLong seconds = new AtomicLong();
    server.ticker = () -> TimeUnit.SECONDS.toNanos(seconds.get());
    deskTakesNoCall();
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      screen.fallsSilent();
      screen.say("{\"t\":\"call\",\"id\":\"p1\"}");
      screen.next("failed"); // everything that it said before has arrived
      server.scripted.asked.clear();
      seconds.addAndGet(Line.LONGEST_SILENCE.toSeconds());
      screen.forget();
      screen.nextIsBeat();
      screen.nextIsBeat();
      assertThat(server.scripted.asked).noneMatch(a -> a.startsWith("Bedside.terminals["));

      seconds.incrementAndGet();
      assertThat(screen.next("bye").getString("reason")).isEqualTo("silent");
      await()
          .until(() -> server.scripted.asked.stream().anyMatch(a -> a.contains("connected=false")));
    }
  }

  // --- light and temperature

  private void room(double setpoint, double usual) {
    List<Point> points = new ArrayList<>(server.facility.points());
    points.add(output(SETPOINT, RoomComfort.TEMPERATURE, 5.0, 28.0));
    points.add(output(LIGHT, RoomComfort.LIGHT, 0.0, 100.0));
    server.facility = server.facility.withPoints(points);
    server.values.put(SETPOINT, Demo.value(points.get(SETPOINT), setpoint));
    server.values.put(LIGHT, Demo.value(points.get(LIGHT), 0));
    server.usual.put(SETPOINT, usual);
    server.desired.put(SETPOINT, usual);
    server.scripted.answer("Overrides.overrides", args -> List.copyOf(held));
    server.scripted.answerLater(
        "Overrides.override",
        args -> {
          int point = (int) args.get(0);
          ManualOverride one =
              new ManualOverride(
                  points.get(point).name(),
                  (double) args.get(1),
                  (String) args.get(2),
                  (String) args.get(4),
                  Demo.NOW,
                  (Instant) args.get(3));
          held.removeIf(o -> o.point().equals(one.point()));
          held.add(one);
          server.desired.put(point, one.value());
          return new Overrides.Outcome.Held(one);
        });
    server.scripted.answer(
        "Overrides.release",
        args -> {
          server.desired.put((Integer) args.get(0), usual);
          return held.removeIf(o -> o.point().equals(points.get((int) args.get(0)).name()));
        });
  }

  private static Point output(int id, String kind, double min, double max) {
    PointKind of =
        new PointKind(
            kind,
            SpaceKind.BEDROOM,
            ValueType.NUMBER,
            "",
            List.of(),
            false,
            true,
            null,
            Duration.ofMinutes(1));
    return new Point(
        id,
        "101-io/" + kind,
        of,
        "ward-a",
        "101",
        "101/bedroom",
        "101-io",
        "gateway",
        ScanClass.NORMAL,
        true,
        min,
        max,
        Map.of());
  }

  private JsonObject press(Screen screen, String what, boolean up) {
    screen.say("{\"t\":\"" + what + "\",\"up\":" + up + "}");
    return screen.next("snapshot").getJsonObject("bedside").getJsonObject(what);
  }

  @Test
  void temperatureGoesInHalfKelvinsAndNoFurtherThanThreeFromTheRules() {
    room(22, 22);
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      JsonObject before = screen.hello().getJsonObject("bedside").getJsonObject("temperature");
      assertThat(before.encode())
          .isEqualTo(
              "{\"value\":22,\"wanted\":22,\"min\":19,\"max\":25,\"possible\":\"YES\",\"until\":null}");
      JsonObject after = press(screen, "temperature", true);
      assertThat(after.getDouble("wanted")).isEqualTo(22.5);
      assertThat(after.getDouble("value")).as("what the device reads back").isEqualTo(22);
      assertThat(after.getString("until")).isEqualTo("2026-11-22T14:11:00Z");
      assertThat(held.get(0).owner()).isEqualTo("terminal:t-1");
      for (int i = 0; i < 5; i++) {
        screen.nextIsBeat(); // more than five a second are no wishes
        after = press(screen, "temperature", true);
      }
      assertThat(after.getDouble("wanted")).isEqualTo(25);
      screen.nextIsBeat();
      screen.say("{\"t\":\"temperature\",\"up\":true}");
      screen.nextIsBeat();
      assertThat(held.get(0).value()).isEqualTo(25);
      for (int i = 0; i < 5; i++) {
        screen.nextIsBeat();
        after = press(screen, "temperature", false);
      }
      assertThat(after.getDouble("wanted")).isEqualTo(22.5);
      screen.nextIsBeat();
      // Back to what rules wish: then they go on alone.
      press(screen, "temperature", false);
      assertThat(held).isEmpty();
    }
  }

  @Test
  void fingerThatRattlesDoesNotFillTheDisk() {
    room(22, 22);
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      screen.nextIsBeat();
      for (int i = 0; i < 20; i++) {
        screen.say("{\"t\":\"light\",\"up\":" + (i % 2 == 0) + "}");
      }
      screen.say("{\"t\":\"call\",\"id\":\"\"}");
      assertThat(screen.closeStatus()).isEqualTo(1008);
      assertThat(asked("Overrides.override[")).isBetween(5L, 10L);
    }
  }

  @Test
  void wishEndsWhereRulesMoveAwayFromIt() {
    room(22, 22);
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      press(screen, "temperature", true);
      assertThat(held).hasSize(1);
      server.usual.put(SETPOINT, 12.0); // a window was opened
      await().until(held::isEmpty);
      assertThat(server.scripted.asked).contains("Overrides.release[6, terminal:t-1]");
    }
  }

  @Test
  void lightIsHeldForTheNightAndDarknessOnlyForAMoment() {
    room(22, 22);
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      screen.hello();
      assertThat(press(screen, "light", true).getDouble("wanted")).isEqualTo(20);
      assertThat(held.get(0).until()).isEqualTo(Demo.NOW.plus(Duration.ofHours(8)));
      assertThat(press(screen, "light", false).getDouble("wanted")).isZero();
      assertThat(held.get(0).until()).isEqualTo(Demo.NOW.plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void whatStaffHoldAndWhatIsAwayIsSaidAndNotTouched() {
    room(22, 22);
    held.add(
        new ManualOverride(
            "101-io/climate.setpoint",
            20,
            "engineer",
            "repair",
            Demo.NOW,
            Demo.NOW.plus(Duration.ofHours(1))));
    Point light = server.facility.points().get(LIGHT);
    server.values.put(
        LIGHT,
        new PointValue(
            light, 40, Quality.BAD, QualityReason.TIMEOUT, Demo.NOW, Demo.NOW, Demo.NOW));
    String token = bind();
    try (Screen screen = Screen.bedside(server, token)) {
      JsonObject bedside = screen.hello().getJsonObject("bedside");
      assertThat(bedside.getJsonObject("temperature").getString("possible")).isEqualTo("STAFF");
      assertThat(bedside.getJsonObject("light").getString("possible")).isEqualTo("AWAY");
      screen.say("{\"t\":\"temperature\",\"up\":true}");
      screen.say("{\"t\":\"light\",\"up\":true}");
      screen.nextIsBeat();
      screen.nextIsBeat();
      assertThat(asked("Overrides.override[")).isZero();
    }
  }
}
