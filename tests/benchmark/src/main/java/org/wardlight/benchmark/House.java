package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The control interface of the simulated facility. */
final class House {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI control;

  House(HttpClient http, URI control) {
    this.http = http;
    this.control = control;
  }

  /**
   * What was asked since the last question.
   *
   * @param flickered how many changes {@link #flicker} has made
   * @param longestMillis the longest time between two reads of one unit
   */
  record Counters(long served, long flickered, double longestMillis) {}

  Counters counters() throws InterruptedException {
    JsonNode answer = post("/counters", JSON.createObjectNode());
    return new Counters(
        answer.path("served").asLong(),
        answer.path("flickered").asLong(),
        answer.path("longestIntervalMillis").asDouble());
  }

  void set(String room, String kind, double value) throws InterruptedException {
    post("/set", JSON.createObjectNode().put("room", room).put("kind", kind).put("value", value));
  }

  /** Lets a fault loose on a connection; {@code none} ends it. */
  void fault(String connection, String fault) throws InterruptedException {
    post("/fault", JSON.createObjectNode().put("target", connection).put("fault", fault));
  }

  void press(String room, String kind, Duration time) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("room", room).put("kind", kind);
    post("/press", body.put("ms", time.toMillis()));
  }

  /** Lets all inputs of these kinds change once in each {@code every}, for a time. */
  void flicker(List<String> rooms, List<String> kinds, Duration every, Duration time)
      throws InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    rooms.forEach(body.putArray("rooms")::add);
    kinds.forEach(body.putArray("kinds")::add);
    post("/flicker", body.put("everyMs", every.toMillis()).put("ms", time.toMillis()));
  }

  private JsonNode post(String path, ObjectNode body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(control.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchException("the simulated facility refused " + body + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new BenchException("the simulated facility does not answer: " + e, e);
    }
  }
}
