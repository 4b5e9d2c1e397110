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
  private static final List<int[]> SIZES =
      List.of(new int[] {1600, 900}, new int[] {1180, 820}, new int[] {390, 844});

  @ParameterizedTest
  @CsvSource({
    "en, /station/", "de, /station/", "zh-CN, /station/",
    "en, /room/?id=106", "de, /room/?id=106", "zh-CN, /room/?id=106",
    "en, /login/", "de, /login/", "zh-CN, /login/"
  })
  void everyWordIsTranslatedAndFits(String language, String path, Stage stage) {
    Screen screen = open(stage, path, Look.DESK.withLanguage(language));
    assertThat(screen.page().locator("html")).hasAttribute("lang", language);
    assertThat(screen.check("missingWords")).isEmpty();
    List<String> trouble = new ArrayList<>();
    for (int[] size : SIZES) {
      screen.page().setViewportSize(size[0], size[1]);
      // Charts draw themselves anew.
      screen
          .page()
          .evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 50)))");
      screen.check("overflow").forEach(o -> trouble.add(size[0] + " px: " + o));
    }
    assertThat(trouble).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "day, /station/", "night, /station/",
    "day, /room/?id=106", "night, /room/?id=106",
    "day, /room/?id=109", "night, /room/?id=109",
    "day, /login/", "night, /login/"
  })
  void contrastIsEnough(String theme, String path, Stage stage) {
    Screen screen = open(stage, path, Look.DESK.withTheme(theme));
    assertThat(screen.page().locator("html")).hasAttribute("data-theme", theme);
    assertThat(screen.check("contrast")).isEmpty();
  }

  @Test
  void prioritiesAreToldApartWithoutColour(Stage stage) {
    Screen screen = open(stage, "/station/", Look.DESK);
    assertThat(screen.check("symbols")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/station/", "/room/?id=106"})
  void blockedSoundIsShoutedAboutUntilItIsTouched(String path, Stage stage) {
    Page page = stage.open(path, Look.DESK).page();
    assertThat(page.locator(".banner b")).hasText("This screen is silent");
    assertThat(page.locator(".pill.bad")).hasText("Sound blocked");
    page.locator(".banner button").click();
    assertThat(page.locator(".banner")).hasCount(0);
    assertThat(page.getByText("Sound on")).isVisible();
  }

  /** Opens a page that shows all that it can. */
  private static Screen open(Stage stage, String path, Look look) {
    if (path.equals("/login/")) {
      Screen screen = stage.openAsStranger(path, look);
      screen.page().fill("[name=name]", "nobody-" + look.language() + look.theme());
      screen.page().fill("[name=password]", "wrong");
      screen.page().locator("button.go").click();
      assertThat(screen.page().locator(".problem")).isVisible();
      return screen;
    }
    Screen screen = stage.open(path, look);
    screen
        .page()
        .locator(path.equals("/station/") ? ".card.p5" : ".chart, .panel.problem")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
    return screen;
  }
}
