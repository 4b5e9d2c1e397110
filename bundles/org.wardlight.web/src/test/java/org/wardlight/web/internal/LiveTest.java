package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Deadline;

class LiveTest {
  private Server server = new Server(3);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theSnapshotHoldsEverythingThatATileShows() {
    server.announce(Demo.alarm("101", Alarm.State.ACCEPTED));
    Deadline clock = clock();
    server.changes.concluded(new ConclusionChange("ward-a", true, List.of(clock), List.of()));
    try (Screen screen = new Screen(server, "nurse")) {
      JsonObject snapshot = screen.hello();

      assertThat(snapshot.getString("now")).isEqualTo("2026-11-22T02:11:00Z");
      JsonObject ward = snapshot.getJsonObject("facility").getJsonArray("wards").getJsonObject(0);
      assertThat(ward.getBoolean("night")).isTrue();
      assertThat(resident(snapshot)).isEqualTo("Chen");
      assertThat(snapshot.getJsonArray("values"))
          .as("a tile's kinds only: two of three points a room")
          .hasSize(6);
      JsonObject value = snapshot.getJsonArray("values").getJsonObject(0);
      assertThat(value.encode())
          .isEqualTo(
              "{\"p\":0,\"v\":0,\"q\":\"GOOD\",\"r\":\"NONE\",\"s\":\"2026-11-22T02:11:00Z\","
                  + "\"t\":1795313460250000}");
      JsonObject alarm = snapshot.getJsonArray("alarms").getJsonObject(0);
      assertThat(alarm.getString("acceptedByName")).isEqualTo("Anna");
      assertThat(alarm.getInteger("priority")).isEqualTo(2);
      assertThat(snapshot.getJsonArray("presence").getJsonObject(0).getString("room"))
          .isEqualTo("102");
      assertThat(snapshot.getJsonArray("clocks")).hasSize(1);
      assertThat(snapshot.getJsonObject("store").getString("journal")).isEqualTo("ok");
      assertThat(snapshot.getJsonObject("user").getString("name")).isEqualTo("nurse");
    }
  }

  /** A page waits three seconds for a first frame, so a big house must not come in one. */
  @Test
  void aHugeFacilityComesInPartsAndItsAlarmsFirst() {
    server.close();
    int rooms = 10_000;
    server = new Server(Demo.house("demo", rooms, 40, 10));
    server.announce(Demo.alarm("10100", Alarm.State.RAISED));
    try (Screen screen = new Screen(server, "nurse")) {
      screen.say("{\"t\":\"hello\",\"ward\":\"ward-200\",\"room\":\"901\"}");
      JsonObject snapshot = screen.next("snapshot");

      assertThat(snapshot.encode().length()).isLessThan(1_000_000);
      assertThat(snapshot.getJsonArray("alarms")).hasSize(1);
      JsonArray wards = snapshot.getJsonObject("facility").getJsonArray("wards");
      assertThat(wards).as("all wards are named").hasSize(rooms / 40);
      Map<String, List<String>> shown = roomsByWard(wards);
      assertThat(shown.get("ward-200")).as("the shown ward").hasSize(40);
      assertThat(shown.get("ward-021")).as("the watched room").contains("901");
      assertThat(screen.next("room").getJsonArray("values")).hasSize(10);

      Set<String> known = new HashSet<>();
      shown.values().forEach(known::addAll);
      Set<Integer> values = points(snapshot);
      int left = snapshot.getInteger("left");
      assertThat(left).isPositive();
      while (left > 0) {
        JsonObject part = screen.next("part");
        assertThat(part.getInteger("left")).isEqualTo(--left);
        for (String room : roomsByWard(JsonArray.of(part)).values().iterator().next()) {
          assertThat(known.add(room)).as(room).isTrue();
        }
        values.addAll(points(part));
      }
      assertThat(known).hasSize(rooms);
      assertThat(values).as("each value on a tile").hasSize(rooms * 7);

      server.change(0, 0.5);
      assertThat(screen.next("delta").getLong("seq")).isEqualTo(snapshot.getLong("seq") + 1);
    }
  }

  /** What changed before its part was written is in the part, what changed later in a delta. */
  @Test
  void partsAndDeltasTogetherEndWithTheLastValues() {
    server.close();
    server = new Server(Demo.house("demo", 2_000, 40, 10));
    try (Screen screen = new Screen(server, "nurse")) {
      JsonObject frame = screen.hello();
      long seq = frame.getLong("seq");
      Map<Integer, Double> last = new HashMap<>();
      int turn = 0;
      boolean complete = false;
      takeValues(frame, last);
      while (!complete || last.getOrDefault(0, 0.0) != turn) {
        if (!complete) {
          turn++;
          for (int point = 0; point < server.facility.points().size(); point += 500) {
            server.change(point, turn);
          }
        }
        frame = screen.nextOf(Set.of("part", "delta"));
        takeValues(frame, last);
        complete |= frame.getInteger("left", 1) == 0;
        if (frame.getString("t").equals("delta")) {
          assertThat(frame.getLong("seq")).isEqualTo(++seq);
        }
      }
      assertThat(turn).as("changes between the parts").isGreaterThan(10);
      for (int point = 0; point < server.facility.points().size(); point += 500) {
        assertThat(last.get(point)).as("point " + point).isEqualTo(turn);
      }
    }
  }

  private static void takeValues(JsonObject frame, Map<Integer, Double> into) {
    JsonArray values = frame.getJsonArray("values", new JsonArray());
    for (int i = 0; i < values.size(); i++) {
      JsonObject value = values.getJsonObject(i);
      into.put(value.getInteger("p"), value.getDouble("v"));
    }
  }

  private static Map<String, List<String>> roomsByWard(JsonArray wards) {
    Map<String, List<String>> rooms = new HashMap<>();
    for (int i = 0; i < wards.size(); i++) {
      JsonObject ward = wards.getJsonObject(i);
      String id = ward.getString("id", ward.getString("ward"));
      ward.getJsonArray("rooms").stream()
          .map(room -> ((JsonObject) room).getString("id"))
          .forEach(room -> rooms.computeIfAbsent(id, w -> new ArrayList<>()).add(room));
    }
    return rooms;
  }

  private static Set<Integer> points(JsonObject frame) {
    Set<Integer> points = new HashSet<>();
    JsonArray values = frame.getJsonArray("values");
    for (int i = 0; i < values.size(); i++) {
      points.add(values.getJsonObject(i).getInteger("p"));
    }
    return points;
  }

  @Test
  void anEngineerSeesNoResidentsName() {
    try (Screen screen = new Screen(server, "engineer")) {
      assertThat(resident(screen.hello())).isEmpty();
    }
  }

  /** Whatever the threads and the pace: no gap, and in the end the last value of each point. */
  @Test
  void deltasComeWithoutGapsAndEndWithTheLastValues() {
    try (Screen screen = new Screen(server, "nurse")) {
      long seq = screen.hello().getLong("seq");
      for (int i = 1; i <= 2_000; i++) {
        server.change(0, i);
        server.change(3, -i);
      }
      Map<Integer, Double> last = new HashMap<>();
      while (last.getOrDefault(0, 0.0) != 2_000 || last.getOrDefault(3, 0.0) != -2_000) {
        JsonObject delta = screen.next("delta");
        assertThat(delta.getLong("seq")).isEqualTo(++seq);
        JsonArray values = delta.getJsonArray("values");
        for (int i = 0; i < values.size(); i++) {
          JsonObject value = values.getJsonObject(i);
          Double before = last.put(value.getInteger("p"), value.getDouble("v"));
          assertThat(before).isNotEqualTo(value.getDouble("v"));
        }
      }
    }
  }

  @Test
  void everyKindOfChangeIsTold() {
    try (Screen screen = new Screen(server, "nurse")) {
      screen.hello();
      Alarm alarm = Demo.alarm("101", Alarm.State.RAISED);
      server.announce(alarm);
      assertThat(screen.next("delta").getJsonArray("alarms").getJsonObject(0).getString("id"))
          .isEqualTo(alarm.id());

      server.changes.announce(
          new JournalEntry(0, new AlarmEvent.Presence(Demo.NOW, "ward-a", "101", true)), null);
      JsonObject presence = screen.next("delta");
      assertThat(presence.getJsonArray("presence").getJsonObject(0).getString("since"))
          .isEqualTo("2026-11-22T02:11:00Z");
      assertThat(presence.getJsonObject("store").getString("journal")).isEqualTo("failed");

      Deadline clock = clock();
      server.changes.concluded(new ConclusionChange("ward-a", true, List.of(clock), List.of()));
      assertThat(screen.next("delta").getJsonObject("clocks").getJsonArray("began")).hasSize(1);
      server.changes.concluded(new ConclusionChange("ward-a", true, List.of(), List.of()));
      assertThat(screen.next("delta").getJsonObject("clocks").getJsonArray("ended")).hasSize(1);

      server.changes.deviceChanged(
          new DeviceState("101-io", false, QualityReason.TIMEOUT, "no answer", Demo.NOW));
      JsonObject device = screen.next("delta").getJsonArray("devices").getJsonObject(0);
      assertThat(device.getString("room")).isEqualTo("101");
    }
  }

  @Test
  void whatScreensWereGivenIsToldOnlyIfItChangesWhetherTheAlarmIsRecorded() {
    try (Screen screen = new Screen(server, "nurse")) {
      screen.hello();
      Alarm unrecorded = Demo.alarm("101", Alarm.State.RAISED, false);
      server.announce(unrecorded);
      assertThat(recorded(screen.next("delta"))).isFalse();

      AlarmEvent delivered =
          new AlarmEvent.Delivered(Demo.NOW, "ward-a", unrecorded.id(), "screen-1");
      Alarm recorded = Demo.alarm("101", Alarm.State.RAISED);
      server.changes.announce(new JournalEntry(2, delivered), recorded);
      assertThat(recorded(screen.next("delta"))).isTrue();

      server.changes.announce(new JournalEntry(3, delivered), recorded);
      server.change(0, 1);
      assertThat(screen.next("delta").containsKey("alarms")).isFalse();
    }
  }

  private static boolean recorded(JsonObject delta) {
    return delta.getJsonArray("alarms").getJsonObject(0).getBoolean("recorded");
  }

  @Test
  void theWatchedRoomIsToldInFullAndToItsWatchersOnly() {
    int humidity = 1;
    int lamp = 2;
    try (Screen watcher = new Screen(server, "nurse");
        Screen other = new Screen(server, "engineer")) {
      watcher.hello();
      other.hello();
      watcher.say("{\"t\":\"watch\",\"room\":\"101\"}");
      JsonObject room = watcher.next("room");
      assertThat(room.getJsonArray("values")).hasSize(Demo.POINTS_A_ROOM);
      assertThat(room.getJsonArray("outputs")).hasSize(1);

      server.change(humidity, 55.5);
      JsonObject delta = watcher.next("delta");
      assertThat(delta.getJsonArray("values").getJsonObject(0).getDouble("v")).isEqualTo(55.5);
      JsonObject same = other.next("delta");
      assertThat(same.getLong("seq")).isEqualTo(delta.getLong("seq"));
      assertThat(same.containsKey("values")).isFalse();

      watcher.next("beat");
      watcher.next("beat");
      server.desired.put(lamp, 2.0);
      assertThat(watcher.next("room").getJsonArray("outputs").getJsonObject(0).getDouble("desired"))
          .isEqualTo(2.0);
    }
  }

  @Test
  void aScreenThatComesBackGetsExactlyWhatItMissed() {
    try (Screen stays = new Screen(server, "nurse")) {
      String epoch = stays.hello().getString("epoch");
      for (int i = 1; i <= 3; i++) {
        server.change(0, i);
        assertThat(stays.next("delta").getLong("seq")).isEqualTo(i);
      }
      try (Screen back = new Screen(server, "nurse")) {
        back.say(resume(epoch, 1));
        assertThat(back.next("delta").getLong("seq")).isEqualTo(2);
        assertThat(back.next("delta").getLong("seq")).isEqualTo(3);
        assertThat(back.next("beat").getLong("seq")).isEqualTo(3);
        server.change(0, 4);
        assertThat(back.next("delta").getLong("seq")).isEqualTo(4);
      }
      try (Screen stranger = new Screen(server, "nurse")) {
        stranger.say(resume("another start", 1));
        assertThat(stranger.next("snapshot").getString("epoch")).isEqualTo(epoch);
      }
      try (Screen future = new Screen(server, "nurse")) {
        future.say(resume(epoch, 99));
        long seq = future.next("snapshot").getLong("seq");
        while (seq < 4) {
          assertThat(future.next("delta").getLong("seq")).isEqualTo(++seq);
        }
      }
    }
  }

  @Test
  void anotherFacilityBeginsANewEpochWithASnapshotForAll() {
    try (Screen screen = new Screen(server, "nurse")) {
      String epoch = screen.hello().getString("epoch");
      server.facility = Demo.facility("other", 1);
      JsonObject snapshot = screen.next("snapshot");
      assertThat(snapshot.getString("epoch")).isNotEqualTo(epoch);
      assertThat(snapshot.getJsonObject("facility").getString("id")).isEqualTo("other");
      server.change(0, 1);
      assertThat(screen.next("delta").getLong("seq")).isEqualTo(snapshot.getLong("seq") + 1);
    }
  }

  @Test
  void aFloodIsToldAsANewSnapshot() {
    try (Screen screen = new Screen(server, "nurse")) {
      String epoch = screen.hello().getString("epoch");
      Pending flood = new Pending();
      for (int i = 0; i <= Pending.MOST_ALARMS; i++) {
        flood.alarm(Demo.alarm("x" + i, Alarm.State.RAISED));
      }
      assertThat(flood.flood()).isTrue();
      server.changes.concluded(
          new ConclusionChange(
              "ward-a",
              true,
              java.util.stream.IntStream.rangeClosed(0, Pending.MOST_ALARMS)
                  .<org.wardlight.api.rule.Conclusion>mapToObj(
                      i -> new Deadline("k" + i, "101", "101", Demo.NOW, Demo.NOW))
                  .toList(),
              List.of()));
      assertThat(screen.next("snapshot").getString("epoch")).isNotEqualTo(epoch);
    }
  }

  @Test
  void anEndedSessionEndsTheConnection() {
    try (Screen screen = new Screen(server, "nurse")) {
      screen.hello();
      server.accounts.logout("nurse");
      assertThat(screen.next("bye").getString("reason")).isEqualTo("session.ended");
      assertThat(screen.closeStatus()).isEqualTo(1000);
    }
  }

  @Test
  void aStoppingServerSaysGoodbye() {
    try (Screen screen = new Screen(server, "nurse")) {
      screen.hello();
      server.close();
      assertThat(screen.next("bye").getString("reason")).isEqualTo("stopping");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "17", "{\"t\":17,\"x\":", "\"hello\""})
  void whatIsNoMessageEndsThatConnectionOnly(String text) {
    try (Screen good = new Screen(server, "nurse");
        Screen bad = new Screen(server, "nurse")) {
      good.hello();
      bad.say(text);
      assertThat(bad.closeStatus()).isEqualTo(1008);
      server.change(0, 1);
      assertThat(good.next("delta").getLong("seq")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":\"hello\",\"resume\":{\"epoch\":null,\"seq\":\"x\"},\"room\":\"nowhere\"}",
        "{\"t\":\"hello\",\"resume\":{}}",
        "{\"t\":\"hello\",\"room\":17}",
        "{\"t\":\"hello\"}"
      })
  void aHelloThatSaysLittleGetsASnapshot(String hello) {
    try (Screen screen = new Screen(server, "nurse")) {
      screen.say("{\"t\":\"something.new\"}");
      screen.say("{\"t\":\"seen\",\"alarm\":\"a\"}");
      screen.say(hello);
      assertThat(screen.next("snapshot").getLong("seq")).isZero();
    }
  }

  @Test
  void binaryHugeAndTooManyMessagesEndTheConnection() {
    try (Screen binary = new Screen(server, "nurse");
        Screen huge = new Screen(server, "nurse");
        Screen many = new Screen(server, "nurse")) {
      binary.say(new byte[10]);
      assertThat(binary.closeStatus()).isEqualTo(1008);
      assertThatThrownBy(
              () -> {
                huge.say("x".repeat(1_000_000));
                throw new CompletionException("cut off", null);
              })
          .isInstanceOf(CompletionException.class);
      assertThat(huge.closeStatus()).isNotEqualTo(1000);
      for (int i = 0; i < 200 && !many.closed.isDone(); i++) {
        many.socket.sendText("{\"t\":\"seen\"}", true).exceptionally(e -> many.socket).join();
      }
      assertThat(many.closeStatus()).isNotEqualTo(1000);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.web.stations() == 0);
    }
  }

  @Test
  void onlyLoggedInStaffFromOurOwnPageMayConnect() {
    assertThat(refusal("nurse", "http://evil.example")).isEqualTo(403);
    assertThat(refusal("nurse", "null")).isEqualTo(403);
    assertThat(refusal("nobody", "http://" + server.address())).isEqualTo(401);
    assertThat(refusal("new", "http://" + server.address())).isEqualTo(403);
    assertThat(refusal("resident", "http://" + server.address())).isEqualTo(403);
    assertThat(refusal("administrator", "http://" + server.address())).isEqualTo(403);
  }

  /** Like one that has lost its power: it is connected for as long as TCP likes. */
  @Test
  void aScreenThatAnswersNoBeatShowsNothingAndIsCutOff() {
    AtomicLong seconds = new AtomicLong();
    server.ticker = () -> TimeUnit.SECONDS.toNanos(seconds.get());
    try (Screen silent = new Screen(server, "nurse");
        Screen sound = new Screen(server, "nurse")) {
      silent.hello();
      sound.hello();
      silent.fallsSilent();
      awaitHeard(silent);
      await().until(() -> shown("ward-a", 2));
      seconds.addAndGet(Line.LONGEST_SILENCE.toSeconds());
      awaitHeard(sound);
      silent.forget();
      silent.nextIsBeat();
      silent.nextIsBeat();

      seconds.incrementAndGet();
      assertThat(silent.next("bye").getString("reason")).isEqualTo("silent");
      assertThat(silent.closeStatus()).isEqualTo(1013);
      await().until(() -> shown("ward-a", 1));
      awaitHeard(sound);
    }
  }

  /** Everything that it said before this has arrived too. */
  private static void awaitHeard(Screen screen) {
    screen.say("{\"t\":\"watch\",\"room\":\"101\"}");
    screen.next("room");
  }

  /** Whether this is what the desk was told last. */
  private boolean shown(String ward, int stations) {
    List<String> told =
        server.scripted.asked.stream().filter(a -> a.startsWith("Stations.connected[")).toList();
    return told.get(told.size() - 1).equals("Stations.connected[%s, %d]".formatted(ward, stations));
  }

  @Test
  void aScreenThatDoesNotReadIsCutOffAndOthersGoOn() throws IOException {
    server.close();
    server = new Server(200);
    try (Socket stuck = new Socket();
        Screen good = new Screen(server, "nurse")) {
      good.hello();
      stuck.setReceiveBufferSize(65_536);
      stuck.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.web.port()));
      stuck.getOutputStream().write(handshake().getBytes(StandardCharsets.US_ASCII));
      readUntil(stuck, "\r\n\r\n");
      stuck.getOutputStream().write(masked("{\"t\":\"hello\"}"));
      readUntil(stuck, "\"t\":\"beat\"");
      Ringing ringing = new Ringing();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          // What it says may come too late.
          .ignoreExceptionsInstanceOf(SocketException.class)
          .until(
              () -> {
                ringing.changeEverything();
                if (ringing.turn % 100 == 0) {
                  stuck.getOutputStream().write(masked("{\"t\":\"here\"}"));
                }
                return server.web.stations() == 1;
              });
      server.change(0, 0.5);
      // It may be anywhere in its delta: others may have been waiting when it changed.
      Map<Integer, Double> last = new HashMap<>();
      while (last.getOrDefault(0, 0.0) != 0.5) {
        takeValues(good.next("delta"), last);
      }
    }
  }

  private static void readUntil(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] some = new byte[65_536];
    while (read.indexOf(end) < 0) {
      int n = socket.getInputStream().read(some);
      assertThat(n).as("bytes read").isPositive();
      read.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
    }
  }

  private final class Ringing {
    private int turn;

    void changeEverything() {
      turn++;
      for (int point = 0; point < server.facility.points().size(); point += 3) {
        server.change(point, turn);
        server.change(point + 2, turn);
      }
    }
  }

  private String handshake() {
    return "GET /api/v1/live HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nUpgrade: websocket\r\n"
            .formatted(server.address(), server.address())
        + "Connection: Upgrade\r\nCookie: wl_session=nurse\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  private static byte[] masked(String message) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[6 + text.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | text.length);
    System.arraycopy(text, 0, frame, 6, text.length);
    return frame;
  }

  private int refusal(String token, String origin) {
    try {
      server
          .http
          .newWebSocketBuilder()
          .header("Cookie", "wl_session=" + token)
          .header("Origin", origin)
          .buildAsync(
              URI.create("ws://" + server.address() + "/api/v1/live"), new WebSocket.Listener() {})
          .join();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private static Deadline clock() {
    return new Deadline(
        "bathroom.dwell", "101", "101/bathroom", Demo.NOW, Demo.NOW.plusSeconds(900));
  }

  private static String resume(String epoch, long seq) {
    return "{\"t\":\"hello\",\"resume\":{\"epoch\":\"%s\",\"seq\":%d},\"room\":null}"
        .formatted(epoch, seq);
  }

  private static String resident(JsonObject snapshot) {
    return snapshot
        .getJsonObject("facility")
        .getJsonArray("wards")
        .getJsonObject(0)
        .getJsonArray("rooms")
        .getJsonObject(0)
        .getJsonArray("beds")
        .getJsonObject(0)
        .getJsonObject("resident")
        .getString("name");
  }
}
