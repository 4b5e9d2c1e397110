package org.wardlight.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.wardlight.sim.DemoCopy;
import org.wardlight.sim.Fault;
import org.wardlight.sim.Main;
import org.wardlight.sim.SimulatedFacility;
import org.wardlight.sim.SimulationSettings;
import org.wardlight.tests.system.ServerProcess;

/**
 * The simulated facility, the server and a browser, once for all tests. Each test plays in rooms of
 * its own; what {@link #scene} sets stays for all.
 */
final class Stage implements CloseableResource {
  /** How long a button is held: longer than any polling. */
  private static final Duration PRESS = Duration.ofMillis(700);

  /** However slow the machine is; what is promised sooner has limits of its own. */
  static final Duration SOON = Duration.ofSeconds(30);

  private static final String SILENCED =
      "{ let touched = false;"
          + " addEventListener('pointerdown', () => { touched = true; }, true);"
          + " window.AudioContext = class extends window.AudioContext {"
          + " get state() { return touched ? super.state : 'suspended'; } }; }";

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-quic",
          "--no-first-run",
          "--disable-component-update",
          "--disable-sync");

  private final Path directory;
  private final Path config;
  private final SimulatedFacility house;
  private final int port = ServerProcess.freePort();
  private final Playwright playwright;
  private final Browser browser;
  private final List<Screen> screens = new ArrayList<>();
  private final String session;
  private ServerProcess server;

  /** Who has used their one-time password. */
  private final Set<String> came = new HashSet<>();

  Stage() throws IOException {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
    directory = Files.createTempDirectory(Path.of("target"), "stage-").toAbsolutePath();
    Path product = Path.of(System.getProperty("wardlight.product"));
    config =
        DemoCopy.prepare(
            product.resolve("device-configs/facilities/demo"), directory.resolve("config"));
    house = SimulatedFacility.start(Main.read(config), SimulationSettings.quiet());
    server = startServer();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("wardlight.chromium")))
                    .setArgs(QUIET));
    session = logIn();
    scene();
  }

  private ServerProcess startServer() {
    return ServerProcess.start(ServerProcess.JAVA, config, directory.resolve("data"), port);
  }

  /** One of everything that the pages can show. */
  private void scene() {
    // A button pressed before the first reading is pressed for nobody.
    try (BrowserContext context = contextOf(session)) {
      await("all devices")
          .atMost(SOON)
          .until(() -> !links(context).contains("\"answering\":false"));
    }
    house.perform("111", "leaves bed");
    house.perform("106", "pulls cord");
    press("105", "call.bed");
    house.perform("110", "presence on");
    house.perform("204", "enters bathroom");
    house.perform("112", "opens window");
    house.fault("109-io", Fault.SILENT);
    // A call while somebody is there is an emergency.
    house.perform("107", "presence on");
    await("presence in 107").atMost(SOON).until(() -> house.value("107", "lamp.green") == 1);
    press("107", "call.bed");
  }

  private String links(BrowserContext context) {
    return context.request().get(origin() + "/api/v1/links").text();
  }

  private BrowserContext contextOf(String state) {
    return browser.newContext(new Browser.NewContextOptions().setStorageState(state));
  }

  /** Logs Li Wei in past the pages, so that {@code LogInIT} has Anna for itself. */
  private String logIn() {
    String given = oneTimePassword("nurse2");
    try (BrowserContext context = browser.newContext()) {
      post(context, "/login", Map.of("name", "nurse2", "password", given));
      post(context, "/password", Map.of("present", given, "next", "a long walk by night"));
      return context.storageState();
    }
  }

  /** Somebody else's browser, logged in anew: what it becomes is no matter to the other tests. */
  private String logInAs(String name) {
    String own = "a long way round the house";
    try (BrowserContext context = browser.newContext()) {
      if (came.add(name)) {
        String given = oneTimePassword(name);
        post(context, "/login", Map.of("name", name, "password", given));
        post(context, "/password", Map.of("present", given, "next", own));
      } else {
        post(context, "/login", Map.of("name", name, "password", own));
      }
      return context.storageState();
    }
  }

  /** Opens a page as an engineer. */
  Screen openAsEngineer(String path, Look look) {
    return screen(path, look, logInAs("engineer"));
  }

  /** Opens a page as a manager, and waits until it is live. */
  Screen openAsManager(String path, Look look) {
    Screen screen = screen(path, look, logInAs("manager"));
    screen.awaitLive();
    return screen;
  }

  /** Opens a bedside terminal that was just bound to this bed, and waits until it is live. */
  Screen openTerminal(String bed, Look look) {
    String bound;
    try (BrowserContext context = contextOf(logInAs("engineer"))) {
      post(context, "/bedside/pair", Map.of("bed", bed, "name", bed));
      bound = context.storageState();
    }
    Screen screen = screen("/bedside/", look, bound);
    screen.awaitLive();
    return screen;
  }

  /** A terminal that nobody has open any more would be missed by the other tests' stations. */
  void revokeTerminals() {
    try (BrowserContext context = contextOf(session)) {
      String all = context.request().get(origin() + "/api/v1/bedside/terminals").text();
      Matcher ids = Pattern.compile("\"id\":\"(t-\\w+)\"").matcher(all);
      while (ids.find()) {
        post(context, "/bedside/terminals/" + ids.group(1) + "/revoke", Map.of());
      }
    }
  }

  private void post(BrowserContext context, String path, Map<String, String> body) {
    APIResponse answer =
        context
            .request()
            .post(
                origin() + "/api/v1" + path,
                RequestOptions.create().setHeader("X-Wardlight", "1").setData(body));
    assertThat(answer.ok()).as(path + ": " + answer.text()).isTrue();
  }

  String oneTimePassword(String name) {
    try (var lines = Files.lines(directory.resolve("data/first-passwords.txt"))) {
      return lines
          .filter(line -> line.startsWith(name + " "))
          .findFirst()
          .orElseThrow()
          .substring(name.length() + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String origin() {
    return "http://127.0.0.1:" + port;
  }

  SimulatedFacility house() {
    return house;
  }

  void press(String room, String button) {
    house.press(room, button, null, PRESS);
  }

  void killServer() {
    var unused = server.kill();
  }

  void restartServer() {
    server = startServer();
  }

  /** Opens a page as a nurse who is logged in, and waits until it is live. */
  Screen open(String path, Look look) {
    Screen screen = screen(path, look, session);
    screen.awaitLive();
    return screen;
  }

  /**
   * Opens a page whose sound the browser blocks until it is clicked. Every look that Playwright
   * takes at a page counts as a touch, so that the browser itself blocks or not as chance will.
   */
  Screen openSilenced(String path, Look look) {
    Screen screen = screen(path, look, session, SILENCED);
    screen.awaitLive();
    return screen;
  }

  /** Opens a page in a browser that nobody has used before. */
  Screen openAsStranger(String path, Look look) {
    return screen(path, look, "{}");
  }

  private Screen screen(String path, Look look, String state) {
    return screen(path, look, state, "");
  }

  private Screen screen(String path, Look look, String state, String script) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setStorageState(state)
                .setViewportSize(look.size().width, look.size().height));
    context.addInitScript(script);
    Screen screen = new Screen(context, origin(), look);
    screens.add(screen);
    screen.page().navigate(origin() + path);
    return screen;
  }

  /** Closes all pages and says what went wrong in them. */
  List<String> closeScreens() {
    List<String> complaints = screens.stream().flatMap(s -> s.complaints().stream()).toList();
    screens.forEach(Screen::close);
    screens.clear();
    return complaints;
  }

  @Override
  public void close() {
    playwright.close();
    server.close();
    house.close();
  }
}
