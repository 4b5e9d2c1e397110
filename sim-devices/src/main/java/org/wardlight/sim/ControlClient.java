package org.wardlight.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks to the control interface of a running simulated facility. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI uri;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  ControlClient(String uri) {
    try {
      this.uri = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new SimulationException("--control " + uri + " is no URL", e);
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Asks for a room. */
  JsonNode room(String room) {
    String path = URLEncoder.encode(room, StandardCharsets.UTF_8);
    return send(HttpRequest.newBuilder(uri.resolve("/room/" + path)).GET());
  }

  /** Sends a request that changes something. */
  JsonNode post(String path, ObjectNode body) {
    return send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (answer.hasNonNull("error")) {
        throw new SimulationException(answer.get("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new SimulationException(
          "no simulated facility answers at "
              + uri
              + ". Start one with `run`, or name it with"
              + " --control URL.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimulationException("interrupted", e);
    }
  }
}
