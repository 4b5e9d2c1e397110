package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** One browser window at the server. Notes errors in its console and requests to other hosts. */
final class Screen {
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private boolean serverMayBeAway;

  Screen(BrowserContext context, String origin, Look look) {
    this.context = context;
    context.addInitScript(
        "localStorage.setItem('wardlight.language', '%s')".formatted(look.language()));
    page = context.newPage();
    page.onPageError(error -> complaints.add("script error: " + error));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !isExpected(message.text())) {
            complaints.add("console: " + message.text() + " at " + message.location());
          }
        });
    page.onRequest(request -> mustStay(origin, request.url()));
    page.onWebSocket(socket -> mustStay(origin, socket.url().replaceFirst("^ws", "http")));
  }

  /** The browser itself reports refused requests: a log-in page asks who is logged in. */
  private boolean isExpected(String text) {
    return text.contains("status of 401")
        || (serverMayBeAway && text.contains("net::ERR_CONNECTION"));
  }

  private void mustStay(String origin, String url) {
    if (!url.startsWith(origin + "/") && !url.startsWith("data:")) {
      complaints.add("request to another host: " + url);
    }
  }

  /** From now on requests may find no server. */
  void serverMayBeAway() {
    serverMayBeAway = true;
  }

  Page page() {
    return page;
  }

  List<String> complaints() {
    return complaints;
  }

  void awaitLive() {
    awaitLine("live");
  }

  void awaitLine(String state) {
    assertThat(page.locator("html")).hasAttribute("data-line", state);
  }

  /** The open alarm of a room. */
  Locator card(String room) {
    return page.locator(".card")
        .filter(
            new Locator.FilterOptions().setHas(page.locator(".card-room:text-is('" + room + "')")));
  }

  Locator tile(String room) {
    return page.locator(".tile")
        .filter(
            new Locator.FilterOptions().setHas(page.locator(".tile-room:text-is('" + room + "')")));
  }

  /** Runs one of the checks in {@code checks.js} in the page; returns what it found wrong. */
  List<String> check(String name) {
    return Checks.run(page, name);
  }

  void close() {
    context.close();
  }
}
