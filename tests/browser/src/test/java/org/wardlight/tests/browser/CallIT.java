package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StageExtension.class)
class CallIT {
  private static final String DUTY_IS_KNOWN =
      "async () => (await import('/components/duty.js')).duty.boards.size === 2";

  private static final Pattern TAKEN = Pattern.compile("\\btaken\\b");

  @Test
  void callIsOnTheScreenWithinASecond(Stage stage) {
    Screen screen = stage.open("/station/", Look.DESK);
    List<Duration> waits = new ArrayList<>();
    // Two over Modbus, one over OPC UA.
    for (String room : List.of("101", "104", "205")) {
      assertThat(screen.card(room)).hasCount(0);
      long pressed = System.nanoTime();
      stage.press(room, "call.bed");
      screen
          .card(room)
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
      waits.add(Duration.ofNanos(System.nanoTime() - pressed));
    }
    System.out.println("from the button to the screen: " + waits);
    // The middle one: this machine may be busy with something else for a moment.
    assertThat(waits.stream().sorted().toList().get(1)).isLessThan(Duration.ofSeconds(1));
    for (String room : List.of("101", "104", "205")) {
      stage.house().perform(room, "presence on");
      assertThat(screen.card(room)).hasClass(TAKEN);
      stage.house().perform(room, "reset");
      assertThat(screen.card(room)).hasCount(0);
      stage.house().perform(room, "presence off");
    }
  }

  @Test
  void callIsAcceptedAttendedAndEnded(Stage stage) {
    Screen station = stage.open("/station/", Look.DESK);
    Screen phone = stage.open("/station/", Look.PHONE);
    stage.press("102", "call.bed");
    assertThat(station.card("102").locator(".card-what")).hasText("Call from the bed");
    // Seen is what is in view, not what the list would show further down.
    station.card("102").scrollIntoViewIfNeeded();
    assertThat(phone.card("102")).isVisible();
    lamp(stage, "lamp.red", 1);

    station.card("102").locator("button.go").click();
    for (Screen screen : List.of(station, phone)) {
      assertThat(screen.card("102")).hasClass(TAKEN);
      assertThat(screen.card("102").locator(".who")).hasText("Li Wei is going");
    }
    // Going is not being there: the lamp calls on.
    lamp(stage, "lamp.red", 1);

    stage.house().perform("102", "presence on");
    for (Screen screen : List.of(station, phone)) {
      assertThat(screen.card("102").locator(".who")).containsText("Somebody is in the room since");
      assertThat(screen.tile("102").locator(".tag.staff")).hasText("Staff in the room");
    }
    lamp(stage, "lamp.green", 1);

    stage.house().perform("102", "reset");
    for (Screen screen : List.of(station, phone)) {
      assertThat(screen.card("102")).hasCount(0);
    }
    lamp(stage, "lamp.red", 0);
    stage.house().perform("102", "presence off");
    assertThat(station.tile("102").locator(".tag")).hasCount(0);
    lamp(stage, "lamp.green", 0);

    Screen room = stage.open("/room/?id=102", Look.DESK);
    Locator past = room.page().locator(".past");
    past.locator("summary").click();
    assertThat(past.locator(".journey li").last()).containsText("Closed: reset in the room");
    // Which screen is faster is not ours to say.
    assertThat(past.locator(".journey li span:not(.after)").allTextContents())
        .contains("On a screen (screens: 2)", "In view of Li Wei")
        .containsSubsequence(
            "Raised",
            "Called: Ward A",
            "Li Wei is going",
            "Somebody in the room",
            "Closed: reset in the room");
  }

  @Test
  void acceptingNeedsNoMouse(Stage stage) {
    Screen station = stage.open("/station/", Look.DESK);
    stage.press("206", "call.bed");
    Locator going = station.card("206").locator("button.go");
    assertThat(going).isVisible();
    int steps = 0;
    while (!(Boolean) going.evaluate("e => e === document.activeElement")) {
      assertThat(steps++).as("Tab never came to the button").isLessThan(60);
      station.page().keyboard().press("Tab");
    }
    assertThat(going.evaluate("e => getComputedStyle(e).outlineStyle")).isEqualTo("solid");
    station.page().keyboard().press("Enter");
    assertThat(station.card("206").locator(".who")).hasText("Li Wei is going");
  }

  /** On a low screen the answers to choose from would hide below the list. */
  @Test
  void whatACardAsksIsInView(Stage stage) {
    Screen station = stage.open("/station/", new Look("en", 1280, 600));
    // Who is called next is known a moment later and may move the cards.
    station.page().waitForFunction(DUTY_IS_KNOWN);
    Locator card = station.card("109").first();
    card.getByText("Hold back …").press("Enter");
    assertThat(card.locator(".asking"))
        .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    card.getByText("Cancel").press("Enter");
    assertThat(card.locator(".asking")).hasCount(0);
  }

  private static void lamp(Stage stage, String lamp, double shown) {
    await(lamp + " of room 102 shows " + shown)
        .atMost(Stage.SOON)
        .until(() -> stage.house().value("102", lamp) == shown);
  }
}
