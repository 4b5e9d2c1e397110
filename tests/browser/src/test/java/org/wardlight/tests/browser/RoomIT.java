package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a nurse sees and changes on the page of a room. */
@ExtendWith(StageExtension.class)
class RoomIT {
  private static final String DRAWN_AT_THEIR_SIZE =
      "() => [...document.querySelectorAll('.drawing')].every("
          + "d => Math.abs(d.getBoundingClientRect().width - d.getAttribute('width')) < 1)";

  private static final String LIMIT = "Longest stay in the bathroom by night";

  @Test
  void limitOfAResidentIsChangedAndTakenBack(Stage stage) {
    Page page = stage.open("/room/?id=104", Look.DESK).page();
    open(page);
    Locator row = row(page, LIMIT);
    row.getByText("Change").click();
    Locator form = page.locator(".limits form");
    form.locator("[name=value]").fill("33");
    form.locator("[name=minutes]").selectOption("480");
    form.locator("[name=reason]").fill("A slow week");
    form.getByText("Save the limit").click();
    assertThat(row).containsText("33 min");
    assertThat(row).containsText("Li Wei");
    assertThat(page.locator(".changes li").first()).containsText("A slow week");

    Page other = stage.open("/room/?id=104", Look.DESK).page();
    open(other);
    assertThat(row(other, LIMIT)).containsText("33 min");
    assertThat(other.locator(".changes .unrecorded")).hasCount(0);

    row.getByText("Change").click();
    form.locator("[name=reason]").fill("As before");
    form.locator("button[name=reset]").click();
    assertThat(row).not().containsText("33 min");
    assertThat(page.locator(".limits tr.changed")).hasCount(0);
  }

  /** The rules hear of it at once: the clock that runs goes by the new limit. */
  @Test
  void runningClockGoesByTheChangedLimit(Stage stage) {
    Page page = stage.open("/room/?id=204", Look.DESK).page();
    Locator limit = page.locator(".present .limit-text");
    assertThat(limit).containsText("limit at");
    String before = limit.textContent();
    String path = stage.origin() + "/api/v1/residents/r-204/limits";
    Map<String, String> values =
        Map.of("bathroom-limit-day", "137min", "bathroom-limit-night", "137min");
    post(page, path, Map.of("values", values, "reason", "A long bath", "minutes", 60));
    assertThat(limit).not().hasText(before);
    post(page, path + "/reset", Map.of("reason", "As before"));
    assertThat(limit).hasText(before);
  }

  /**
   * Drawn at all widths, in the language with the longest dates; who is still up only stands below.
   */
  @Test
  void waysAtNightAreDrawnAndTold(Stage stage) {
    Screen screen = stage.open("/room/?id=208", Look.DESK.withLanguage("de"));
    Page page = screen.page();
    Locator nights = page.locator("wl-nights");
    assertThat(nights).containsText("Kein nächtlicher Weg aufgezeichnet");
    assertThat(nights.locator(".drawing")).hasCount(0);

    page.route("**/rooms/208/episodes?*", RoomIT::answerWithOneOnTheWay);
    page.reload();
    assertThat(nights.locator(".ways li")).hasCount(1);
    assertThat(nights.locator(".drawing")).hasCount(0);

    page.unroute("**/rooms/208/episodes?*");
    page.route("**/rooms/208/episodes?*", RoomIT::answerWithSeveral);
    page.reload();
    assertThat(nights.locator(".way")).hasCount(13);
    assertThat(nights.locator(".ways li")).hasCount(8);
    for (int width : new int[] {1600, 1180, 640, 390, 320}) {
      page.setViewportSize(width, 800);
      page.waitForFunction(DRAWN_AT_THEIR_SIZE);
      assertThat(screen.check("overflow")).as("at %d px", width).isEmpty();
    }
    nights.locator(".drawing").press("ArrowLeft");
    assertThat(nights.locator(".readout")).containsText("12 Min.");
    nights.locator("button").click();
    assertThat(nights.locator("table tbody tr")).hasCount(14);
  }

  /** Nothing is asked of the server that it would refuse: the page would complain. */
  @Test
  void managerSeesTheRoomButNotItsCare(Stage stage) {
    Page page = stage.openAsManager("/room/?id=203", Look.DESK).page();
    assertThat(page.locator("wl-nights")).isVisible();
    assertThat(page.locator("wl-chart").first()).isVisible();
    assertThat(page.locator("wl-limits")).hasCount(0);
    assertThat(page.locator(".panel.problem")).hasCount(0);

    page.route("**/api/v1/walk-tests", route -> answer(route, "tests", List.of()));
    page.navigate(stage.origin() + "/ward/#walk");
    assertThat(page.locator(".nothing")).hasText("No walk test on record.");
    assertThat(page.locator("nav").getByText("Handover")).isVisible();
    assertThat(page.locator("nav").getByText("Terminals")).hasCount(0);
  }

  /** Two in one room: each limit says whose it is. */
  @Test
  void limitsOfTwoInOneRoomSayWhoseTheyAre(Stage stage) {
    Page page = stage.open("/room/?id=208", Look.DESK).page();
    assertThat(page.locator(".limits summary"))
        .hasText(new String[] {"Limits · Zhou", "Limits · Sun"});
  }

  private static void answerWithOneOnTheWay(Route route) {
    Instant now = Instant.parse(parameter(route, "to"));
    answer(route, "episodes", List.of(way(now.minus(Duration.ofMinutes(3)), false)));
  }

  private static void answerWithSeveral(Route route) {
    Instant now = Instant.parse(parameter(route, "to"));
    List<String> ways = new ArrayList<>();
    for (int nights = 13; nights >= 1; nights--) {
      ways.add(way(now.minus(Duration.ofDays(nights)), true));
    }
    ways.add(way(now.minus(Duration.ofMinutes(3)), false));
    answer(route, "episodes", ways);
  }

  private static void answer(Route route, String name, List<String> items) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody("{\"" + name + "\":[" + String.join(",", items) + "]}"));
  }

  private static String parameter(Route route, String name) {
    Matcher found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(route.request().url());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String way(Instant since, boolean over) {
    Instant back = since.plus(Duration.ofMinutes(12));
    return """
    {"id": "%1$s", "kind": "night.path", "ward": "ward-b", "room": "208", "bed": "208/bed",
     "resident": "r-208", "since": "%1$s", "light": "%1$s", "bathroom": "%1$s",
     "bathroomLeft": null, "staff": null, "missing": null, "bathroomUnknown": false,
     "bedUnknown": false, "back": %2$s, "until": %2$s, "outcome": %3$s, "seconds": %4$s}\
    """
        .formatted(
            since,
            over ? "\"" + back + "\"" : "null",
            over ? "\"COMPLETE\"" : "null",
            over ? "720" : "null");
  }

  private static void post(Page page, String address, Map<String, ?> body) {
    APIResponse answer =
        page.context()
            .request()
            .post(address, RequestOptions.create().setHeader("X-Wardlight", "1").setData(body));
    assertThat(answer).isOK();
  }

  /** By the keyboard, for what was ended comes later and moves the page under a pointer. */
  private static void open(Page page) {
    page.locator(".limits summary").press("Enter");
  }

  private static Locator row(Page page, String text) {
    return page.locator(".limits tr:has(> td:nth-child(3))")
        .filter(new Locator.FilterOptions().setHasText(text));
  }
}
