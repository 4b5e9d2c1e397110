package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StageExtension.class)
class LostLineIT {
  @Test
  void deadServerIsSaidWithinFiveSecondsAndOneThatIsBackIsFoundAgain(Stage stage) {
    Screen screen = stage.open("/station/", Look.DESK);
    screen.serverMayBeAway();
    stage.press("207", "call.bed");
    assertThat(screen.card("207")).isVisible();
    screen.page().evaluate("window.sameDocument = true");

    stage.killServer();
    assertThat(screen.page().locator(".banner.lost"))
        .containsText(
            "this is the last known state",
            new LocatorAssertions.ContainsTextOptions().setTimeout(5_000));
    assertThat(screen.page().locator(".top [role=status]")).hasText("Disconnected");
    assertThat(screen.card("207").locator("button.go")).isDisabled();
    // A device that is silent is noticed anew after a restart: its card may go and come.
    Locator calls = screen.page().locator(".card:not(.p5)");
    List<String> before = calls.allInnerTexts();
    assertThat(before).hasSizeGreaterThan(4);

    stage.restartServer();
    screen.awaitLine("live");
    assertThat(screen.page().locator(".banner.lost")).hasCount(0);
    assertThat(screen.card("207").locator(".card-what")).hasText("Call from the bed");
    // Notes of the desk (who was called meanwhile) may have joined them.
    assertThat(calls.allInnerTexts())
        .as("instead of %s", before)
        .hasSizeGreaterThanOrEqualTo(before.size());
    assertThat(screen.page().evaluate("window.sameDocument"))
        .as("the page was not loaded anew")
        .isEqualTo(true);
    // It is live indeed: one can act on what it shows. By the keyboard, for cards that come and go
    // after a restart move the page under a pointer.
    screen.card("207").locator("button.go").press("Enter");
    assertThat(screen.card("207").locator(".who"))
        .hasText("Li Wei is going", new LocatorAssertions.HasTextOptions().setTimeout(10_000));
  }
}
