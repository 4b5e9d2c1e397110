package org.wardlight.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;

/** The control interface: HTTP with JSON, on loopback only. */
final class ControlServer implements AutoCloseable {
  static final int DEFAULT_PORT = 15_080;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_BODY = 1 << 20;
  private static final long LONGEST_MILLIS = 600_000;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final SimulatedFacility simulated;
  private final HttpServer server;
  private long servedBefore;
  private long flickeredBefore;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("wl-sim-control", true));

  /**
   * Listens.
   *
   * @param port 0 for a free one
   */
  ControlServer(SimulatedFacility simulated, int port) {
    this.simulated = simulated;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new SimulationException(
          "the control interface cannot listen on port "
              + port
              + " ("
              + e.getMessage()
              + "). Is another simulated facility running? Choose another --control-port.",
          e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = OK;
      ObjectNode answer;
      try {
        answer = answer(exchange);
      } catch (SimulationException e) {
        status = BAD_REQUEST;
        answer = JSON.createObjectNode().put("error", e.getMessage());
      }
      byte[] body = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ObjectNode answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (exchange.getRequestMethod().equals("GET")) {
      if (path.equals("/rooms")) {
        return rooms();
      }
      if (path.startsWith("/room/")) {
        return room(URLDecoder.decode(path.substring("/room/".length()), StandardCharsets.UTF_8));
      }
      if (path.equals("/status")) {
        return status();
      }
    } else if (exchange.getRequestMethod().equals("POST")) {
      JsonNode body = body(exchange);
      switch (path) {
        case "/set" -> set(body);
        case "/press" -> press(body);
        case "/flicker" -> flicker(body);
        case "/do" -> simulated.perform(text(body, "room"), text(body, "words"));
        case "/fault" -> fault(body);
        case "/play" -> play(body);
        case "/counters" -> {
          return counters();
        }
        default -> throw noSuchRequest(path);
      }
      return body.hasNonNull("room") ? room(text(body, "room")) : status();
    }
    throw noSuchRequest(path);
  }

  private static SimulationException noSuchRequest(String path) {
    return new SimulationException(
        "no such request: "
            + path
            + ". Known: GET /rooms, GET /room/NUMBER, GET /status, POST /set, POST /press, POST"
            + " /flicker, POST /do, POST /fault, POST /play, POST /counters.");
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    try {
      JsonNode body = JSON.readTree(bytes);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw new SimulationException("the body is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new SimulationException("the body must be a JSON object");
  }

  private void set(JsonNode body) {
    JsonNode value = body.path("value");
    if (!value.isNumber() && !value.isBoolean()) {
      throw new SimulationException("\"value\" must be a number or true or false");
    }
    double number = value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
    simulated.set(text(body, "room"), text(body, "kind"), space(body), number);
  }

  private void press(JsonNode body) {
    Duration held = time(body, "ms", Deeds.PRESS);
    simulated.press(text(body, "room"), text(body, "kind"), space(body), held);
  }

  private void flicker(JsonNode body) {
    Duration every = time(body, "everyMs", Duration.ofMillis(250));
    Duration time = time(body, "ms", Duration.ofMinutes(1));
    simulated.flicker(texts(body, "rooms"), texts(body, "kinds"), every, time);
  }

  private static Duration time(JsonNode body, String key, Duration usual) {
    long millis = body.path(key).asLong(usual.toMillis());
    if (millis < 1 || millis > LONGEST_MILLIS) {
      throw new SimulationException(
          "\"%s\" must lie within 1 and %d, not %d".formatted(key, LONGEST_MILLIS, millis));
    }
    return Duration.ofMillis(millis);
  }

  private static List<String> texts(JsonNode body, String key) {
    JsonNode values = body.path(key);
    if (!values.isArray() || values.isEmpty()) {
      throw new SimulationException("\"" + key + "\" must be a list of one or more");
    }
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  private void fault(JsonNode body) {
    String key = body.has("connection") ? "connection" : body.has("device") ? "device" : "target";
    simulated.fault(text(body, key), Fault.of(text(body, "fault")));
  }

  /** The story's text travels in the request: the server may not see the client's files. */
  private void play(JsonNode body) {
    Story story = StoryReader.parse(body.path("name").asText("story"), text(body, "story"));
    simulated.play(story, body.path("speed").asDouble(story.speed()));
  }

  private static @Nullable String space(JsonNode body) {
    return body.hasNonNull("space") ? text(body, "space") : null;
  }

  private static String text(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isTextual() && !value.isNumber()) {
      throw new SimulationException("\"" + key + "\" is missing");
    }
    return value.asText();
  }

  /** What was served, and what flickered, since the last question. */
  private ObjectNode counters() {
    long before = servedBefore;
    servedBefore = simulated.served();
    long flickered = simulated.flickered() - flickeredBefore;
    flickeredBefore += flickered;
    double millis = simulated.takeLongestInterval().toNanos() / 1e6;
    return JSON.createObjectNode()
        .put("served", servedBefore - before)
        .put("flickered", flickered)
        .put("longestIntervalMillis", millis);
  }

  private ObjectNode status() {
    ObjectNode node = JSON.createObjectNode();
    node.put("facility", simulated.facility().name());
    node.put("summary", simulated.summary());
    node.put("modelTime", simulated.now().atZone(simulated.facility().zone()).toString());
    node.put("served", simulated.served());
    ArrayNode faults = node.putArray("faults");
    for (Device device : simulated.facility().devices().values()) {
      Fault fault = simulated.faultOf(device);
      if (fault != Fault.NONE) {
        faults.addObject().put("device", device.id()).put("fault", fault.word());
      }
    }
    ArrayNode words = node.putArray("words");
    simulated.words().forEach(words::add);
    return node;
  }

  private ObjectNode rooms() {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode rooms = node.putArray("rooms");
    simulated.rooms().forEach(rooms::add);
    return node;
  }

  private ObjectNode room(String id) {
    ObjectNode node = JSON.createObjectNode();
    node.put("room", id);
    ArrayNode rows = node.putArray("values");
    for (Point point : simulated.points(id)) {
      ObjectNode row = rows.addObject();
      row.put("point", point.name());
      row.put("kind", point.kind().id());
      row.put("space", point.space());
      row.put("value", simulated.value(point));
      row.put("unit", point.kind().unit());
      row.put("output", point.kind().output());
      Device device = simulated.facility().devices().get(point.device());
      if (device != null && simulated.faultOf(device) != Fault.NONE) {
        row.put("fault", simulated.faultOf(device).word());
      }
    }
    return node;
  }

  /** Stops listening at once. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
