package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a nurse sees and changes on the page of a room. */
@ExtendWith(StageExtension.class)
class RoomIT {
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
