package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resident's terminal: help with one touch, and to be told the truth about it. */
@ExtendWith(StageExtension.class)
class BedsideIT {
  private static final Look TABLET = new Look("en", 1280, 800);
  private static final List<int[]> SIZES =
      List.of(
          new int[] {1280, 800},
          new int[] {800, 1280},
          new int[] {1024, 600},
          new int[] {390, 844});

  private static final String SHOW_THEME =
      "async theme => { const m = await import('/components/theme.js');"
          + " m.chooseTheme(theme); m.showTheme(theme === 'night'); }";

  @AfterEach
  void takeDown(Stage stage) {
    stage.revokeTerminals();
  }

  private static Locator title(Screen terminal) {
    return terminal.page().locator(".status .big span").first();
  }

  private static Locator callButton(Screen terminal) {
    return terminal.page().locator("button.call");
  }

  private static void said(Screen terminal, String words) {
    assertThat(title(terminal)).hasText(words);
  }

  @Test
  void browserBecomesTheTerminalOfABedAndCallsWithOneTouch(Stage stage) {
    Screen terminal = stage.openAsEngineer("/bedside/", TABLET);
    terminal.page().locator("select[name=bed]").selectOption("201/bed");
    assertThat(terminal.page().locator("input[name=name]")).hasValue("Room 201");
    terminal.page().locator("button.go").click();
    terminal.awaitLive();
    said(terminal, "Do you need somebody?");
    assertThat(terminal.page().locator(".where")).containsText("Room 201");
    // It is left alone with the resident: the session that set it up is over.
    APIResponse alarms = terminal.page().request().get(stage.origin() + "/api/v1/alarms");
    assertThat(alarms.status()).isEqualTo(403);
    assertThat(alarms.text()).contains("terminal.only");
    terminal.page().reload();
    terminal.awaitLive();

    Screen station = stage.open("/station/", Look.DESK);
    long pressed = System.nanoTime();
    callButton(terminal).click();
    station.card("201").waitFor();
    Duration wait = Duration.ofNanos(System.nanoTime() - pressed);
    // Once only, so that a moment in which the machine is busy would count: CallIT shows the
    // second.
    System.out.println("from the terminal to the station: " + wait);
    said(terminal, "Your call is on its way");

    station.card("201").locator("button.go").click();
    said(terminal, "Heard: Li Wei is coming");
    stage.house().perform("201", "presence on");
    said(terminal, "Li Wei is with you");
    stage.house().perform("201", "reset");
    said(terminal, "All done");
    stage.house().perform("201", "presence off");
    said(terminal, "Do you need somebody?");
  }

  @Test
  void lostLineIsSaidAtOnceAndAPressOutlivesIt(Stage stage) {
    Screen terminal = stage.openTerminal("211/bed", TABLET);
    terminal.serverMayBeAway();
    said(terminal, "Do you need somebody?");
    terminal.page().evaluate("window.sameDocument = true");

    stage.killServer();
    assertThat(title(terminal))
        .hasText("Not connected", new LocatorAssertions.HasTextOptions().setTimeout(5_000));
    assertThat(terminal.page().locator(".status"))
        .containsText("Use the button on the wall or the cord");
    callButton(terminal).click();
    assertThat(terminal.page().locator(".status .own")).containsText("Not yet sent");

    stage.restartServer();
    said(terminal, "Your call is on its way");
    assertThat(terminal.page().evaluate("window.sameDocument")).isEqualTo(true);
    Screen station = stage.open("/station/", Look.DESK);
    assertThat(station.card("211").locator(".card-what")).hasText("Call from the bed");
    stage.house().perform("211", "presence on");
    said(terminal, "Somebody is with you");
    stage.house().perform("211", "reset");
    stage.house().perform("211", "presence off");
  }

  @Test
  void revokedTerminalIsATerminalNoMore(Stage stage) {
    Screen terminal = stage.openTerminal("212/bed", TABLET);
    Screen ward = stage.open("/ward/?id=ward-b#terminals", Look.DESK);
    Locator mine =
        ward.page().locator(".panel.bed").filter(new Locator.FilterOptions().setHasText("212"));
    assertThat(mine).containsText("Connected");
    mine.locator("button").click();
    mine.locator("button.go").click();
    assertThat(mine).hasCount(0);
    assertThat(terminal.page().locator(".pairing h1")).hasText("Set up a bedside terminal");
  }

  @Test
  void lightAndTemperatureGoStepByStep(Stage stage) {
    Screen terminal = stage.openTerminal("203/bed", TABLET);
    Locator light = terminal.page().locator(".control").first();
    assertThat(light.locator("b")).hasText("Off");
    light.locator("[aria-label=Brighter]").click();
    await().atMost(Stage.SOON).until(() -> stage.house().value("203", "night.light") == 20);
    assertThat(light.locator("b")).hasText("20 %");
    light.locator("[aria-label=Darker]").click();
    assertThat(light.locator("b")).hasText("Off");

    Locator temperature = terminal.page().locator(".control").nth(1);
    double before = stage.house().value("203", "climate.setpoint");
    temperature.locator("[aria-label=Warmer]").click();
    await()
        .atMost(Stage.SOON)
        .until(() -> stage.house().value("203", "climate.setpoint") == before + 0.5);
    temperature.locator("[aria-label=Cooler]").click();
    await()
        .atMost(Stage.SOON)
        .until(() -> stage.house().value("203", "climate.setpoint") == before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "zh-CN"})
  void oldEyesAndHandsFindTheirWay(String language, Stage stage) {
    Screen terminal = stage.openTerminal("203/bed", TABLET.withLanguage(language));
    assertThat(terminal.page().locator("html")).hasAttribute("lang", language);
    List<String> trouble = new ArrayList<>();
    for (String state : List.of("calm", "calling", "done")) {
      if (state.equals("calling")) {
        callButton(terminal).click();
        assertThat(terminal.page().locator(".status.busy")).isVisible();
      } else if (state.equals("done")) {
        // Each button is read before the next: a reset without presence resets nothing.
        stage.house().perform("203", "presence on");
        assertThat(terminal.page().locator("[data-progress=HERE]")).isVisible();
        stage.house().perform("203", "reset");
        assertThat(terminal.page().locator("[data-progress=DONE]")).isVisible();
        stage.house().perform("203", "presence off");
      }
      terminal.check("missingWords").forEach(o -> trouble.add(state + ": " + o));
      for (String theme : List.of("day", "night")) {
        terminal.page().evaluate(SHOW_THEME, theme);
        terminal.check("contrast").forEach(o -> trouble.add(state + " " + theme + ": " + o));
      }
      for (int[] size : SIZES) {
        terminal.page().setViewportSize(size[0], size[1]);
        terminal.check("overflow").forEach(o -> trouble.add(state + " " + size[0] + " px: " + o));
        terminal.check("fits").forEach(o -> trouble.add(state + " " + size[0] + " px: " + o));
      }
      terminal.page().setViewportSize(TABLET.width(), TABLET.height());
    }
    assertThat(trouble).isEmpty();
    BoundingBox button = callButton(terminal).boundingBox();
    assertThat(button.width * button.height)
        .as("a third of the screen is the button")
        .isGreaterThan(1280.0 * 800 / 3);
  }
}
