package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers like the one in docs/live-api.md. */
class AskServerCommandTest {
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/", this::answer);
    server.start();
    answers.put("/login", "{\"user\":{\"name\":\"engineer\"}}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().substring("/api/v1".length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean known =
        path.equals("/login")
            ? body.contains("\"password\":\"a\\\"b\"")
            : "wl_session=s".equals(exchange.getRequestHeaders().getFirst("Cookie"))
                && answers.containsKey(path);
    asked.add(path + " " + body);
    exchange.getResponseHeaders().add("Set-Cookie", "wl_session=s; Path=/; HttpOnly");
    byte[] answer =
        (known ? answers.getOrDefault(path, "") : "{\"error\":\"wrong\",\"message\":null}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private int run(String... words) {
    return runWith("a\"b", words);
  }

  private int runWith(String password, String... words) {
    List<String> all =
        Stream.concat(
                Stream.of(words),
                Stream.of("--server", "http://127.0.0.1:" + server.getAddress().getPort()))
            .toList();
    return AskServerCommand.run(
        all,
        name -> password,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void explainsARoomInItsRulesOwnWords() {
    answers.put(
        "/rooms/203/explain",
        """
        {"room":"203","facts":[],"conclusions":[{"conclusion":{"type":"Condition","kind":"bed.exit","space":"203/bed"},
         "rule":"bed-exit","block":"bed exit","because":[{"type":"Reading","text":"bed.occupied 203/bed = 0 GOOD"}]}],
         "rules":[{"rule":"path-light","state":"LACKING","why":"no path.light"}]}
        """);
    assertThat(run("explain", "203")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Condition, kind bed.exit, space 203/bed")
        .contains("by bed-exit, \"bed exit\", because:")
        .contains("Reading bed.occupied 203/bed = 0 GOOD")
        .containsPattern("path-light +lacking +no path.light");
  }

  @Test
  void rehearsesTheRulesOfADirectory() {
    answers.put("/rehearsals", "{\"id\":\"rehearsal-1\"}");
    answers.put(
        "/rehearsals/rehearsal-1",
        """
        {"id":"rehearsal-1","state":"FINISHED","done":1.0,"samples":12,"problems":[],"same":3,"more":0,"differences":[
         {"change":"NEW","space":"203/bed","kind":"bed.exit","since":"2026-11-22T01:00:00Z","before":null,
          "after":"2026-11-22T01:00:00Z","classBefore":null,"classAfter":"URGENT"}]}
        """);
    assertThat(
            run(
                "rehearse",
                ShippedRules.DIRECTORY.toString(),
                "--from",
                "2026-11-21T00:00:00Z",
                "--to",
                "2026-11-22T00:00:00Z",
                "--room",
                "203"))
        .isZero();
    assertThat(asked)
        .anySatisfy(
            request ->
                assertThat(request)
                    .startsWith("/rehearsals {")
                    .contains(
                        "\"rooms\":[\"203\"]", "\"pending\":false", "\"bed-exit/bed-exit.drl\":")
                    .doesNotContain(".texts.yaml"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("new +203/bed bed.exit since .* - - -> 2026-11-22T01:00:00Z URGENT")
        .contains("finished: 12 samples, 1 differences, 0 more, 3 alarms the same");
  }

  @Test
  void rehearsesOtherLimitsWithTheRulesThatRun() {
    answers.put("/rehearsals", "{\"id\":\"r\"}");
    answers.put(
        "/rehearsals/r",
        "{\"state\":\"FINISHED\",\"done\":1.0,\"samples\":12,\"same\":3,\"more\":0}");
    String limit = "r-203.bathroom-limit-night=25min";
    String other = "r-203.path-light=false";
    assertThat(
            run(
                "rehearse",
                "--from",
                "2026-11-21T00:00:00Z",
                "--to",
                "2026-11-22T00:00:00Z",
                "--limit",
                limit,
                "--limit",
                other))
        .isZero();
    assertThat(asked)
        .anySatisfy(
            request ->
                assertThat(request)
                    .contains(
                        "\"limits\":{\"r-203\":{\"bathroom-limit-night\":\"25min\",\"path-light\":\"false\"}}",
                        "\"pending\":false")
                    .doesNotContain("files"));
  }

  @Test
  void sayWhatIsWrongWithExitCodes() {
    assertThat(runWith("other", "explain", "203")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("refused login: wrong");
    assertThat(run("explain")).isEqualTo(2);
    assertThat(run("rehearse", "--from", "yesterday")).isEqualTo(2);
    assertThat(runWith("", "explain", "203")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("WARDLIGHT_PASSWORD");
  }
}
