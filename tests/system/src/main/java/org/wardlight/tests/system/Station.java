package org.wardlight.tests.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A station's live connection: keeps what the screen would show, and when each frame came.
 * Thread-safe.
 */
public final class Station implements AutoCloseable {
  /** An alarm as one frame showed it. */
  public record Sighting(JsonNode alarm, Instant at, long nanos) {
    public String id() {
      return alarm.path("id").asText();
    }
  }

  private final List<Sighting> sightings = new ArrayList<>();
  private final Map<String, Sighting> alarms = new HashMap<>();
  private final Map<String, JsonNode> clocks = new HashMap<>();
  private final Map<String, JsonNode> devices = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private long sequence = -1;
  private String trouble = "";
  private boolean answering = true;
  private @Nullable WebSocket socket;

  /** One message after the other: this socket takes no second one before. */
  private CompletableFuture<?> said = CompletableFuture.completedFuture(null);

  private Station() {}

  static Station connect(HttpClient http, URI origin, String cookie, String room) {
    Station station = new Station();
    URI live = URI.create("ws://" + origin.getAuthority() + "/api/v1/live");
    WebSocket socket =
        http.newWebSocketBuilder()
            .header("Cookie", cookie)
            .header("Origin", origin.toString())
            .buildAsync(live, station.new Listener())
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    station.socket = socket;
    station.say(socket, "{\"t\":\"hello\",\"resume\":null,\"room\":\"" + room + "\"}");
    await("the snapshot").atMost(ServerProcess.SOON).until(station::hasSnapshot);
    return station;
  }

  private synchronized void say(WebSocket to, String message) {
    said = said.thenCompose(before -> to.sendText(message, true));
  }

  private void answer(WebSocket to) {
    if (answering) {
      say(to, "{\"t\":\"here\"}");
    }
  }

  /** From now on it says nothing, like a screen that has lost its power. */
  public synchronized void fallSilent() {
    answering = false;
  }

  private synchronized boolean hasSnapshot() {
    return sequence >= 0;
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      take(from, part, last);
      from.request(1);
      return null;
    }
  }

  private synchronized void take(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (!last) {
      return;
    }
    JsonNode frame = ApiClient.read(text.toString());
    text.setLength(0);
    Instant at = Instant.now();
    long nanos = System.nanoTime();
    switch (frame.path("t").asText()) {
      case "snapshot" -> {
        alarms.clear();
        clocks.clear();
        devices.clear();
        sequence = frame.path("seq").asLong();
        frame.path("clocks").forEach(this::began);
        answer(from);
      }
      case "delta" -> {
        if (frame.path("seq").asLong() != sequence + 1) {
          trouble += "after " + sequence + " came " + frame.path("seq") + "; ";
        }
        sequence = frame.path("seq").asLong();
        frame.path("clocks").path("ended").forEach(clock -> clocks.remove(place(clock)));
        frame.path("clocks").path("began").forEach(this::began);
      }
      case "beat" -> answer(from);
      case "bye" -> trouble += frame + "; ";
      default -> {
        return;
      }
    }
    frame.path("devices").forEach(device -> devices.put(device.path("id").asText(), device));
    for (JsonNode alarm : frame.path("alarms")) {
      Sighting sighting = new Sighting(alarm, at, nanos);
      sightings.add(sighting);
      alarms.put(sighting.id(), sighting);
    }
  }

  private void began(JsonNode clock) {
    clocks.put(place(clock), clock);
  }

  private static String place(JsonNode of) {
    return of.path("kind").asText() + "@" + of.path("space").asText();
  }

  /** Every alarm of every frame, in order. */
  public synchronized List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /** The ids of all alarms of this kind and room that were ever shown here. */
  public Set<String> everShown(String kind, String room) {
    return sightings().stream()
        .filter(s -> is(s.alarm(), kind, room))
        .map(Sighting::id)
        .collect(Collectors.toSet());
  }

  /** The alarms as they were last shown. */
  public synchronized Collection<Sighting> latest() {
    return List.copyOf(alarms.values());
  }

  /** The running clocks by kind and space. */
  public synchronized Map<String, JsonNode> clocks() {
    return Map.copyOf(clocks);
  }

  /** The devices by id. */
  public synchronized Map<String, JsonNode> devices() {
    return Map.copyOf(devices);
  }

  /** A device; a missing node if it was not shown yet. */
  public synchronized JsonNode device(String id) {
    return devices.getOrDefault(id, MissingNode.getInstance());
  }

  /** Waits until an alarm of a kind in a room is shown as wished. */
  public Sighting awaitAlarm(
      String kind, String room, Duration within, Predicate<JsonNode> asWished) {
    return await(kind + " in " + room)
        .atMost(within)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> latest().stream().filter(s -> is(s.alarm(), kind, room, asWished)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean is(JsonNode a, String kind, String room, Predicate<JsonNode> asWished) {
    return is(a, kind, room) && asWished.test(a);
  }

  private static boolean is(JsonNode alarm, String kind, String room) {
    return alarm.path("kind").asText().equals(kind) && alarm.path("room").asText().equals(room);
  }

  /** Waits for a running clock. */
  public JsonNode awaitClock(String kind, String space, Duration within) {
    String place = kind + "@" + space;
    return await("clock " + place)
        .atMost(within)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Optional.ofNullable(clocks().get(place)), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until all these devices answer, or none does. */
  public void awaitDevices(Collection<String> ids, boolean answering, Duration within) {
    await(ids + (answering ? " answer" : " are silent"))
        .atMost(within)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                ids.stream()
                    .allMatch(
                        id -> {
                          JsonNode device = devices().get(id);
                          return device != null
                              && device.path("answering").asBoolean() == answering;
                        }));
  }

  /** What went wrong on the connection itself: gaps, a goodbye. Empty if nothing. */
  public synchronized String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
