package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StageExtension.class)
class LogInIT {
  private static final String OWN = "seven lamps at dusk";

  @Test
  void oneTimePasswordLetsInOnceAndMustBeChanged(Stage stage) {
    String given = stage.oneTimePassword("nurse");
    Screen screen = stage.openAsStranger("/ward/?id=ward-b#handover", Look.DESK);
    Page page = screen.page();
    assertThat(page.locator("h1")).hasText("Log in");

    logIn(page, "not the password");
    assertThat(page.locator(".problem"))
        .hasText("Name or password is not right. Check both and try again.");

    logIn(page, given);
    assertThat(page.locator("h1")).hasText("Choose a new password");
    assertThat(page.locator("form > p")).hasText("Your present password was given for one use.");
    assertThat(page.locator("button.go")).isDisabled();
    page.fill("[name=next]", OWN);
    page.fill("[name=again]", OWN);
    page.locator("button.go").click();
    screen.awaitLive();
    // Back where one wanted to go.
    assertThat(page).hasURL(Pattern.compile("/ward/\\?id=ward-b#handover$"));

    Page other = stage.openAsStranger("/", Look.PHONE).page();
    logIn(other, given);
    assertThat(other.locator(".problem")).isVisible();
    logIn(other, OWN);
    assertThat(other).hasURL(Pattern.compile("/station/$"));
  }

  @Test
  void whoMustChangeThePasswordSeesNothingElse(Stage stage) {
    Page page = stage.openAsStranger("/login/", Look.DESK).page();
    page.fill("[name=name]", "admin");
    logInAs(page, "admin", stage.oneTimePassword("admin"));
    assertThat(page.locator("h1")).hasText("Choose a new password");
    page.navigate(stage.origin() + "/station/");
    assertThat(page.locator("h1")).hasText("Choose a new password");
  }

  private static void logIn(Page page, String password) {
    logInAs(page, "nurse", password);
  }

  private static void logInAs(Page page, String name, String password) {
    page.fill("[name=name]", name);
    page.fill("[name=password]", password);
    page.locator("button.go").click();
  }
}
