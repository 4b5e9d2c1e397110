package org.wardlight.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A nurse's screen that tells how old what it is told is. */
final class Screen implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** With ten thousand rooms on one core the start goes on for a while after "ready". */
  private static final Duration SNAPSHOT = Duration.ofMinutes(3);

  /** Hears what a screen shows, on the thread of its connection. */
  interface Viewer {
    /**
     * A good value came.
     *
     * @param micros from receiving the answer with it to the frame
     */
    void value(int point, long micros);

    /**
     * An alarm came that was not on the screen yet.
     *
     * @param alarm as the frame has it
     * @param micros from its beginning, which is the answer with a pressed button, to the frame
     */
    void alarm(Screen on, JsonNode alarm, long micros);
  }

  private final Viewer viewer;
  private final Set<String> known = new HashSet<>();
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final StringBuilder text = new StringBuilder();
  private volatile @Nullable String ended;
  private volatile @Nullable WebSocket socket;

  /** One message after the other: this socket takes no second one before. */
  private CompletableFuture<?> said = CompletableFuture.completedFuture(null);

  private Screen(Viewer viewer) {
    this.viewer = viewer;
  }

  /** Connects, and waits for the snapshot with all its parts. */
  static Screen open(Session session, Viewer viewer) throws InterruptedException {
    Screen screen = new Screen(viewer);
    URI live = URI.create(session.server().toString().replace("http", "ws") + "/api/v1/live");
    try {
      WebSocket open =
          session
              .http()
              .newWebSocketBuilder()
              .header("Cookie", session.cookie())
              .header("Origin", session.server().toString())
              .buildAsync(live, screen)
              .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      screen.socket = open;
      screen
          .say(open, "{\"t\":\"hello\",\"resume\":null,\"room\":null}")
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

  /** Tells the server that a person could see this alarm. */
  void seen(String alarm) {
    String message = JSON.createObjectNode().put("t", "seen").put("alarm", alarm).toString();
    var unused = say(Objects.requireNonNull(socket), message);
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
      case "snapshot" -> {
        part(frame);
        answer(from);
      }
      case "part" -> part(frame);
      case "delta" -> {
        for (JsonNode value : frame.path("values")) {
          // One that got doubtful keeps the time of its last answer.
          if (value.path("q").asText().equals("GOOD")) {
            viewer.value(value.path("p").asInt(), now - value.path("t").asLong());
          }
        }
        for (JsonNode alarm : frame.path("alarms")) {
          if (known.add(alarm.path("id").asText())) {
            Instant since = Instant.parse(alarm.path("since").asText());
            viewer.alarm(this, alarm, now - ChronoUnit.MICROS.between(Instant.EPOCH, since));
          }
        }
      }
      case "beat" -> answer(from);
      case "bye" -> end(frame.path("reason").asText());
      default -> {}
    }
  }

  private void part(JsonNode frame) {
    frame.path("alarms").forEach(alarm -> known.add(alarm.path("id").asText()));
    if (frame.path("left").asInt() == 0) {
      snapshot.countDown();
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
