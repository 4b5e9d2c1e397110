package org.wardlight.tests.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One person at the server's HTTP API (docs/live-api.md). */
public final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(ServerProcess.SOON).build();

  private final String origin;
  private final String cookie;

  private ApiClient(String origin, String cookie) {
    this.origin = origin;
    this.cookie = cookie;
  }

  /** Logs in; the first time with the one-time password from the data directory, changing it. */
  public static ApiClient logIn(int port, Path data, String name) {
    String origin = "http://127.0.0.1:" + port;
    String own = "the nights are long, " + name;
    String present = oneTimePassword(data, name);
    ApiClient stranger = new ApiClient(origin, "");
    HttpResponse<String> answer =
        stranger.post(
            "/login", Map.of("name", name, "password", present.isEmpty() ? own : present));
    check(answer, 200);
    String cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    ApiClient client = new ApiClient(origin, cookie);
    if (!present.isEmpty()) {
      check(client.post("/password", Map.of("present", present, "next", own)), 204);
    }
    return client;
  }

  private static String oneTimePassword(Path data, String name) {
    Path file = data.resolve("first-passwords.txt");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.stream()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The open alarms. */
  public List<JsonNode> alarms() {
    return list(get("/alarms").path("alarms"));
  }

  /** The journal's entries of one alarm. */
  public List<JsonNode> journey(String alarm) {
    return list(get("/alarms/" + encode(alarm) + "/journey").path("entries"));
  }

  /** What people and devices did, without whom it was shown to and passed on to. */
  public static List<String> handled(List<JsonNode> journey) {
    return journey.stream()
        .map(entry -> entry.path("type").asText())
        .filter(type -> !List.of("Delivered", "Seen", "Escalated").contains(type))
        .toList();
  }

  /** Says "I'm going". */
  public void accept(String alarm) {
    check(post("/alarms/" + encode(alarm) + "/accept", Map.of()), 200);
  }

  /** Closes an alarm with a reason; returns the status of the answer. */
  public int close(String alarm, String reason) {
    return post("/alarms/" + encode(alarm) + "/close", Map.of("reason", reason)).statusCode();
  }

  /** The buckets of a point's trend. */
  public List<JsonNode> trend(String point, Instant from, Instant to, int buckets) {
    return list(
        get("/trends?point=%s&from=%s&to=%s&buckets=%d".formatted(encode(point), from, to, buckets))
            .path("buckets"));
  }

  /** Waits until the rules have said something of these rooms, one of each ward. */
  public Instant awaitRules(Duration within, String... rooms) {
    await("the rules' first wishes")
        .atMost(within)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                Stream.of(rooms)
                        .flatMap(room -> list(get("/rooms/" + room).path("outputs")).stream())
                        .filter(output -> output.path("origin").asText().equals("RULE"))
                        .count()
                    >= rooms.length);
    return Instant.now();
  }

  /** What a GET answers. */
  public JsonNode get(String path) {
    HttpResponse<String> answer = send(request(path).GET().build());
    check(answer, 200);
    return read(answer.body());
  }

  /** A station: a live connection that watches a room. */
  public Station live(String room) {
    return Station.connect(HTTP, URI.create(origin), cookie, room);
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + json, e);
    }
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** What a POST answers. */
  public JsonNode ask(String path, Map<String, ?> body) {
    HttpResponse<String> answer = post(path, body);
    check(answer, 200);
    return read(answer.body());
  }

  /** The status of a POST that may be refused. */
  public int tryTo(String path, Map<String, ?> body) {
    return post(path, body).statusCode();
  }

  private HttpResponse<String> post(String path, Map<String, ?> body) {
    String text = JSON.valueToTree(body).toString();
    return send(request(path).POST(BodyPublishers.ofString(text)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + "/api/v1" + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .header("X-Wardlight", "1")
        .header("Cookie", cookie);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + request.uri(), e);
    }
  }

  private static void check(HttpResponse<String> answer, int expected) {
    if (answer.statusCode() != expected) {
      throw new AssertionError(
          answer.request().uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
