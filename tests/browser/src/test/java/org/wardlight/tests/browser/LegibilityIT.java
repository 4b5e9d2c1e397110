package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StageExtension.class)
class LegibilityIT {
  /** A desk, a tablet, a phone; and a tablet at 200 and a desk at 400 percent. */
  private static final List<int[]> SIZES =
      List.of(
          new int[] {1600, 900},
          new int[] {1180, 820},
          new int[] {390, 844},
          new int[] {640, 400},
          new int[] {320, 256});

  /** More than any page has before its lists begin. */
  private static final int STOPS = 24;

  private static final String SHOW_THEME =
      "async theme => { const m = await import('/components/theme.js');"
          + " m.chooseTheme(theme); m.showTheme(false); }";

  private static final String CHARTS_ARE_DRAWN =
      "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))";

  /** One page load for all that concerns a page in a language: loading takes the longest. */
  @ParameterizedTest
  @CsvSource({
    "en, /station/",
    "de, /station/",
    "zh-CN, /station/",
    "en, /room/?id=106",
    "de, /room/?id=106",
    "zh-CN, /room/?id=106",
    "en, /room/?id=109",
    "de, /ward/#coverage",
    "zh-CN, /ward/#coverage",
    "en, /ward/#held",
    "de, /ward/#held",
    "zh-CN, /ward/#held",
    "de, /ward/#walk",
    "de, /ward/#handover",
    "en, /ward/#load",
    "en, /login/",
    "de, /login/",
    "zh-CN, /login/"
  })
  void wordsAreTranslatedAndFitAndCanBeRead(String language, String path, Stage stage) {
    Screen screen = open(stage, path, language);
    assertThat(screen.page().locator("html")).hasAttribute("lang", language);
    List<String> trouble = new ArrayList<>(screen.check("missingWords"));
    trouble.addAll(screen.check("names"));
    for (String theme : List.of("day", "night")) {
      screen.page().evaluate(SHOW_THEME, theme);
      screen.check("contrast").forEach(o -> trouble.add(theme + ": " + o));
    }
    for (int[] size : SIZES) {
      screen.page().setViewportSize(size[0], size[1]);
      screen.page().evaluate(CHARTS_ARE_DRAWN);
      screen.check("overflow").forEach(o -> trouble.add(size[0] + " px: " + o));
    }
    assertThat(trouble).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/station/, day",
    "/station/, night",
    "/room/?id=106, day",
    "/room/?id=106, night",
    "/ward/#held, day",
    "/ward/#handover, night",
    "/login/, day"
  })
  void whoUsesTheKeyboardSeesWhereTheyAre(String path, String theme, Stage stage) {
    Screen screen = open(stage, path, "en");
    screen.page().evaluate(SHOW_THEME, theme);
    List<String> trouble = new ArrayList<>();
    for (int i = 0; i < STOPS; i++) {
      screen.page().keyboard().press("Tab");
      trouble.addAll(screen.check("focus"));
    }
    assertThat(trouble).isEmpty();
  }

  @Test
  void prioritiesAreToldApartWithoutColour(Stage stage) {
    Screen screen = open(stage, "/station/", "en");
    assertThat(screen.check("symbols")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/station/", "/room/?id=106"})
  void blockedSoundIsShoutedAboutUntilItIsTouched(String path, Stage stage) {
    Page page = stage.openSilenced(path, Look.DESK).page();
    assertThat(page.locator(".banner b")).hasText("This screen is silent");
    assertThat(page.locator(".pill.bad")).hasText("Sound blocked");
    page.locator(".banner button").click();
    assertThat(page.locator(".banner")).hasCount(0);
    assertThat(page.getByText("Sound on")).isVisible();
  }

  /** Opens a page that shows all that it can. */
  private static Screen open(Stage stage, String path, String language) {
    Look look = Look.DESK.withLanguage(language);
    if (path.equals("/login/")) {
      Screen screen = stage.openAsStranger(path, look);
      screen.page().fill("[name=name]", "nobody-" + language);
      screen.page().fill("[name=password]", "wrong");
      screen.page().locator("button.go").click();
      assertThat(screen.page().locator(".problem")).isVisible();
      return screen;
    }
    Screen screen = stage.open(path, look);
    screen
        .page()
        .locator(
            path.equals("/station/") ? ".card.p5" : ".chart, .panel.problem, .ward-page .panel")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
    if (path.startsWith("/room/")) {
      Locator limits = screen.page().locator(".limits").first();
      limits.locator("summary").press("Enter");
      limits.locator("button").first().press("Enter");
      limits.locator("form").waitFor();
    }
    return screen;
  }
}
