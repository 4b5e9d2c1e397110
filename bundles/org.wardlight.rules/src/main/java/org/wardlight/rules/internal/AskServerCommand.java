package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardlight.rules.internal.RehearsalWords.UsageException;
import org.wardlight.rules.internal.RehearsalWords.Words;

/** What is asked of a running server about its rules: {@code explain} and {@code rehearse}. */
public final class AskServerCommand {
  static final String PASSWORD = "WARDLIGHT_PASSWORD";

  private static final String HELP =
      """
      Usage: wardlight rules explain ROOM [--server URL] [--user NAME]
             wardlight rules rehearse [DIR] --from TIME --to TIME [--room ROOM]… [--limit RESIDENT.LIMIT=VALUE]…
                                      [--server URL] [--user NAME]
             wardlight rules rehearse [DIR] --data DATA --config FACILITY --from … (without a server: see its own --help)

      explain    which facts and limits lead to what now holds in a room, and which rules are silent there, and why
      rehearse   which alarms of a recorded time would be new, gone, earlier or later with the rules of DIR instead of those
                 that run, or with other limits, or both; without either with the server's rule directory as it is now. Times
                 are ISO instants, at most 31 days
        --room ROOM    only this room; may be given again
        --limit RESIDENT.LIMIT=VALUE
                       another limit for a resident, named and written as in care.yaml and on the room's page, such as
                       r-203.bathroom-limit-night=25min; may be given again
      --server URL   default http://127.0.0.1:8080
      --user NAME    an engineer (for explain a nurse, too); default engineer. The password is that of the environment
                     variable WARDLIGHT_PASSWORD; on a terminal it is asked for

      Exit code: 0 answered, 1 refused or failed, 2 wrong usage.
      """;
  private static final Set<String> OPTIONS =
      Set.of("--server", "--user", "--from", "--to", "--room", "--limit");
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final PrintStream out;
  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).connectTimeout(PATIENCE).build();

  private AskServerCommand(PrintStream out, String server) {
    this.out = out;
    this.server = URI.create(server.endsWith("/") ? server : server + "/");
  }

  /** Ends with the exit code. */
  public static void main(String[] args) {
    Function<String, String> environment = name -> System.getenv().getOrDefault(name, "");
    System.exit(run(List.of(args), environment, System.out, System.err));
  }

  static int run(
      List<String> words, Function<String, String> environment, PrintStream out, PrintStream err) {
    if (words.contains("--help") || words.contains("-h")) {
      out.print(HELP);
      return DONE;
    }
    try {
      Words said = RehearsalWords.split(words, OPTIONS);
      AskServerCommand ask =
          new AskServerCommand(out, said.one("--server", "http://127.0.0.1:8080"));
      String user = said.one("--user", "engineer");
      String command = said.rest().isEmpty() ? "" : said.rest().remove(0);
      if (command.equals("explain") && said.rest().size() == 1) {
        ask.login(user, environment);
        ask.explain(said.rest().get(0));
      } else if (command.equals("rehearse")) {
        Map<String, Object> request = request(RehearsalWords.of(said));
        ask.login(user, environment);
        ask.rehearse(request, err);
      } else {
        throw new UsageException("explain ROOM, or rehearse [DIR] --from TIME --to TIME?");
      }
      return DONE;
    } catch (UsageException e) {
      err.println("wardlight: " + e.getMessage());
      err.print(HELP);
      return USAGE;
    } catch (RuleSetException | IOException | IllegalArgumentException e) {
      err.println("wardlight: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static Map<String, Object> request(RehearsalWords words) throws RuleSetException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("from", words.from());
    request.put("to", words.to());
    request.put("rooms", words.rooms());
    request.put("limits", words.limits());
    Path directory = words.directory();
    request.put("pending", directory == null && words.limits().isEmpty());
    if (directory != null) {
      // Only what decides; texts and scenarios would make the request large for nothing.
      Map<String, String> rules = new TreeMap<>(RuleSources.read(directory).texts());
      rules.keySet().removeIf(path -> !path.endsWith(".drl"));
      request.put("files", rules);
    }
    return request;
  }

  // --- asking -----------------------------------------------------------------------------------

  private void login(String user, Function<String, String> environment)
      throws IOException, InterruptedException, RuleSetException {
    String password = environment.apply(PASSWORD);
    if (password.isEmpty()) {
      throw new IOException("no password: set " + PASSWORD);
    }
    send("login", Map.of("name", user, "password", password));
  }

  private Map<String, Object> send(String path, @Nullable Object body)
      throws IOException, InterruptedException, RuleSetException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("api/v1/" + path))
            .timeout(PATIENCE)
            .header("X-Wardlight", "1");
    if (body != null) {
      request.header("Content-Type", "application/json");
      request.POST(BodyPublishers.ofString(json(body)));
    }
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(server + " does not answer: " + e, e);
    }
    // JSON is YAML.
    Object parsed = Yaml.parse(path, answer.body());
    Map<?, ?> map = parsed instanceof Map<?, ?> m ? m : Map.of();
    if (answer.statusCode() >= 300) {
      throw new IOException(
          server + " refused " + path + ": " + word(map, "error") + " " + word(map, "message"));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(String.valueOf(key), value == null ? "" : value));
    return result;
  }

  private void explain(String room) throws IOException, InterruptedException, RuleSetException {
    String path = "rooms/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "/explain";
    Map<String, Object> answer = send(path, null);
    out.println("What holds in " + room + ":");
    for (Map<?, ?> followed : maps(answer.get("conclusions"))) {
      out.printf("  %s%n", conclusion(followed.get("conclusion")));
      out.printf("    by %s, \"%s\", because:%n", word(followed, "rule"), word(followed, "block"));
      for (Map<?, ?> known : maps(followed.get("because"))) {
        out.printf("      %s %s%n", word(known, "type"), word(known, "text"));
      }
    }
    out.println("Rules:");
    for (Map<?, ?> rule : maps(answer.get("rules"))) {
      out.printf("  %-24s %-12s %s%n", word(rule, "rule"), state(rule), word(rule, "why"));
    }
  }

  private static String conclusion(@Nullable Object conclusion) {
    StringBuilder text = new StringBuilder();
    if (conclusion instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> text.append(key.equals("type") ? value : key + " " + value).append(", "));
    }
    return text.length() < 2 ? "?" : text.substring(0, text.length() - 2);
  }

  private static String state(Map<?, ?> of) {
    return word(of, "state").toLowerCase(Locale.ROOT);
  }

  private void rehearse(Map<String, Object> request, PrintStream progress)
      throws IOException, InterruptedException, RuleSetException {
    String id = word(send("rehearsals", request), "id");
    Map<String, Object> answer = send("rehearsals/" + id, null);
    while (List.of("waiting", "running").contains(state(answer))) {
      LockSupport.parkNanos(LOOK_NANOS);
      answer = send("rehearsals/" + id, null);
      double done = answer.get("done") instanceof Number share ? share.doubleValue() : 0;
      progress.printf("\r%s: %.0f %%  ", state(answer), 100 * done);
    }
    progress.println();
    RehearsalReport report = new RehearsalReport(out);
    for (Map<?, ?> problem : maps(answer.get("problems"))) {
      report.problem(word(problem, "file"), word(problem, "line"), word(problem, "message"));
    }
    for (Map<?, ?> other : maps(answer.get("differences"))) {
      report.difference(
          word(other, "change"),
          word(other, "space"),
          word(other, "kind"),
          word(other, "since"),
          other.get("before"),
          other.get("classBefore"),
          other.get("after"),
          other.get("classAfter"));
    }
    report.end(state(answer), word(answer, "samples"), word(answer, "more"), word(answer, "same"));
    if (!state(answer).equals("finished")) {
      throw new IOException("the rehearsal has " + state(answer));
    }
  }

  // --- JSON -------------------------------------------------------------------------------------

  private static String word(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "-" : String.valueOf(value);
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> fields = new ArrayList<>();
      map.forEach((key, each) -> fields.add(json(key) + ":" + json(each)));
      return "{" + String.join(",", fields) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(",", list.stream().map(AskServerCommand::json).toList()) + "]";
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    StringBuilder text = new StringBuilder("\"");
    for (char c : value.toString().toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
