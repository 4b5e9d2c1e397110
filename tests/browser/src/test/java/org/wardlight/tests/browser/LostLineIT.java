package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
    List<String> before = calls(screen);
    assertThat(before).contains("207 Call from the bed", "111 Out of bed").hasSizeGreaterThan(4);

    stage.restartServer();
    screen.awaitLine("live");
    assertThat(screen.page().locator(".banner.lost")).hasCount(0);
    assertThat(screen.card("207").locator(".card-what")).hasText("Call from the bed");
    // Calls that came meanwhile may have joined them.
    assertThat(calls(screen)).containsAll(before);
    assertThat(screen.page().evaluate("window.sameDocument"))
        .as("the page was not loaded anew")
        .isEqualTo(true);
    // It is live indeed: one can act on what it shows. By the keyboard, for cards that come and go
    // after a restart move the page under a pointer.
    screen.card("207").locator("button.go").press("Enter");
    assertThat(screen.card("207").locator(".who")).hasText("Li Wei is going");
  }

  /**
   * Room and kind of every open call, read at one moment. Without advisories and technical alarms,
   * which may end by themselves, and without what is held back or belongs to a walk test, for it
   * ends with a time.
   */
  @SuppressWarnings("unchecked")
  private static List<String> calls(Screen screen) {
    return (List<String>)
        screen
            .page()
            .locator(".card:is(.p1, .p2, .p3):not(:has(.mark))")
            .evaluateAll(
                """
                cards => cards.map(card => card.querySelector('.card-room').textContent + ' '
                  + [...card.querySelector('.card-what').childNodes]
                      .filter(node => node.nodeType === Node.TEXT_NODE)
                      .map(node => node.textContent).join('').trim())\
                """);
  }
}
