package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @TempDir Path directory;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    write("pages/station/index.html", "<h1>Station</h1>");
    write("pages/station/station.js", "export {}");
    write("pages/empty/notes.txt", "x");
    write("pages/.hidden", "hidden");
    write("lib/lit-html/lit-html.js", "export {}");
    write("secret.txt", "secret");
    server = new Server(1, directory.resolve("pages"), directory.resolve("lib"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theRootLeadsToTheStation() {
    HttpResponse<String> root = server.get("/", "");
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("location")).hasValue("/station/");
    HttpResponse<String> page = server.get("/station/", "");
    assertThat(page.body()).isEqualTo("<h1>Station</h1>");
    assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
  }

  @Test
  void pagesAreRevalidatedAndLibrariesKept() {
    HttpResponse<String> script = server.get("/station/station.js", "");
    assertThat(script.headers().firstValue("content-type").orElse(""))
        .startsWith("text/javascript");
    assertThat(script.headers().firstValue("cache-control")).hasValue("no-cache");
    String modified = script.headers().firstValue("last-modified").orElse("");
    HttpResponse<String> again =
        server.send(server.request("/station/station.js").header("If-Modified-Since", modified));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(server.get("/lib/lit-html/lit-html.js", "").headers().firstValue("cache-control"))
        .hasValue("public, max-age=86400");
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    for (String path : new String[] {"/station/", "/nothing", "/api/v1/health"}) {
      var headers = server.get(path, "").headers();
      assertThat(headers.firstValue("content-security-policy").orElse(""))
          .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'none'")
          .doesNotContain("unsafe-eval");
      assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(headers.firstValue("referrer-policy")).hasValue("same-origin");
    }
  }

  @Test
  void noDirectoryIsListedAndNoHiddenFileServed() {
    assertThat(Server.error(server.get("/empty/", ""))).isEqualTo("404 not.found");
    assertThat(Server.error(server.get("/.hidden", ""))).isEqualTo("404 not.found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/station/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/lib/..%2f..%2fsecret.txt",
        "/lib/../../secret.txt",
        "/station/..%5c..%5csecret.txt",
        "//../secret.txt",
        "/%00/../secret.txt",
        "/%"
      })
  void noPathLeadsOutOfTheDirectory(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.web.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("secret\n", "\r\n\r\nsecret");
    }
  }
}
