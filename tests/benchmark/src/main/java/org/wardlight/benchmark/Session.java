package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A nurse who has logged in.
 *
 * @param cookie what her browser sends along
 */
record Session(HttpClient http, URI server, String cookie) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NURSE = "nurse";
  private static final String NEW_PASSWORD = "a bench needs no sleep";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Logs in at a new server with the one-time password, and changes it. */
  static Session first(HttpClient http, Stage.Server at) throws InterruptedException {
    URI server = URI.create("http://127.0.0.1:" + at.port());
    String password = oneTimePassword(at.data());
    Session session = logIn(http, server, password);
    post(
        http,
        server,
        "password",
        session.cookie,
        Map.of("present", password, "next", NEW_PASSWORD));
    return session;
  }

  /** Logs in once more: another browser of the same nurse. */
  Session another() throws InterruptedException {
    return logIn(http, server, NEW_PASSWORD);
  }

  private static Session logIn(HttpClient http, URI server, String password)
      throws InterruptedException {
    HttpResponse<String> answer =
        post(http, server, "login", "", Map.of("name", NURSE, "password", password));
    String cookie = answer.headers().firstValue("set-cookie").orElse("").split(";", 2)[0];
    return new Session(http, server, cookie);
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
}
