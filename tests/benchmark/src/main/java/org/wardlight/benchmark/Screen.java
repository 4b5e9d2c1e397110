package org.wardlight.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A nurse's screen that notes how old what it is told is. */
final class Screen implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NURSE = "nurse";
  private static final String NEW_PASSWORD = "a bench needs no sleep";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** With ten thousand rooms on one core the start goes on for a while after "ready". */
  private static final Duration SNAPSHOT = Duration.ofMinutes(3);

  private final Latencies values = new Latencies();
  private final Latencies alarms = new Latencies();
  private final Set<String> known = new HashSet<>();
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final StringBuilder text = new StringBuilder();
  private volatile @Nullable String ended;
  private @Nullable WebSocket socket;

  /** One message after the other: this socket takes no second one before. */
  private CompletableFuture<?> said = CompletableFuture.completedFuture(null);

  private Screen() {}

  /** Logs in with the one-time password and waits for the snapshot with all its parts. */
  static Screen open(HttpClient http, int port, Path data) throws InterruptedException {
    URI server = URI.create("http://127.0.0.1:" + port);
    String password = oneTimePassword(data);
    HttpResponse<String> answer =
        post(http, server, "login", "", Map.of("name", NURSE, "password", password));
    String cookie = answer.headers().firstValue("set-cookie").orElse("").split(";", 2)[0];
    post(http, server, "password", cookie, Map.of("present", password, "next", NEW_PASSWORD));
    Screen screen = new Screen();
    try {
      screen.socket =
          http.newWebSocketBuilder()
              .header("Cookie", cookie)
              .header("Origin", server.toString())
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/live"), screen)
              .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      screen
          .say(screen.socket, "{\"t\":\"hello\",\"resume\":null,\"room\":null}")
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("the live connection could not be opened: " + e, e);
    }
    if (!screen.snapshot.await(SNAPSHOT.toSeconds(), TimeUnit.SECONDS)) {
      throw new BenchException("no whole snapshot came within " + SNAPSHOT.toSeconds() + " s");
    }
    screen.checkOpen();
    return screen;
  }

  private static String oneTimePassword(Path data) {
    Path file = data.resolve("first-passwords.txt");
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(NURSE + " "))
          .map(line -> line.substring(NURSE.length() + 1).strip())
          .findFirst()
          .orElseThrow(() -> new BenchException(file + " names no " + NURSE));
    } catch (IOException e) {
      throw new BenchException("cannot read " + file, e);
    }
  }

  private static HttpResponse<String> post(
      HttpClient http, URI server, String path, String cookie, Map<String, String> body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Wardlight", "1")
            .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new BenchException(path + " was answered " + answer.statusCode() + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new BenchException("the server does not answer " + path + ": " + e, e);
    }
  }

  /** From receiving an answer with a new value to the frame on the screen. */
  Latencies values() {
    return values;
  }

  /** From receiving an answer with a pressed button to the alarm on the screen. */
  Latencies alarms() {
    return alarms;
  }

  void checkOpen() {
    String why = ended;
    if (why != null) {
      throw new BenchException("the live connection ended: " + why);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      String frame = text.toString();
      text.setLength(0);
      try {
        take(from, JSON.readTree(frame), now);
      } catch (JsonProcessingException e) {
        end("a frame is no JSON");
      }
    }
    from.request(1);
    return null;
  }

  private void take(WebSocket from, JsonNode frame, long now) {
    switch (frame.path("t").asText()) {
      case "snapshot", "part" -> {
        frame.path("alarms").forEach(alarm -> known.add(alarm.path("id").asText()));
        if (frame.path("left").asInt() == 0) {
          snapshot.countDown();
        }
        answer(from);
      }
      case "delta" -> {
        for (JsonNode value : frame.path("values")) {
          // One that got doubtful keeps the time of its last answer.
          if (value.path("q").asText().equals("GOOD")) {
            values.add(now - value.path("t").asLong());
          }
        }
        for (JsonNode alarm : frame.path("alarms")) {
          if (known.add(alarm.path("id").asText())) {
            Instant since = Instant.parse(alarm.path("since").asText());
            alarms.add(now - ChronoUnit.MICROS.between(Instant.EPOCH, since));
          }
        }
      }
      case "beat" -> answer(from);
      case "bye" -> end(frame.path("reason").asText());
      default -> {}
    }
  }

  /** The server takes a screen that does not answer for one that has lost its power. */
  private void answer(WebSocket to) {
    var unused = say(to, "{\"t\":\"here\"}");
  }

  private synchronized CompletableFuture<?> say(WebSocket to, String message) {
    said = said.thenCompose(before -> to.sendText(message, true));
    return said;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    end(status + " " + reason);
    return null;
  }

  /** Whoever waits for the snapshot need not wait any longer. */
  private void end(String why) {
    ended = why;
    snapshot.countDown();
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(error.toString());
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
