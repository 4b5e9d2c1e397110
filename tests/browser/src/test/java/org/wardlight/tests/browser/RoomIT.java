package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a nurse sees and changes on the page of a room. */
@ExtendWith(StageExtension.class)
class RoomIT {
  private static final String LIMIT = "Longest stay in the bathroom by night";

  @Test
  void limitOfAResidentIsChangedAndTakenBack(Stage stage) {
    Page page = stage.open("/room/?id=104", Look.DESK).page();
    page.locator(".limits summary").click();
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
    other.locator(".limits summary").click();
    assertThat(row(other, LIMIT)).containsText("33 min");
    assertThat(other.locator(".changes .unrecorded")).hasCount(0);

    row.getByText("Change").click();
    form.locator("[name=reason]").fill("As before");
    form.locator("button[name=reset]").click();
    assertThat(row).not().containsText("33 min");
    assertThat(page.locator(".limits tr.changed")).hasCount(0);
  }

  private static Locator row(Page page, String text) {
    return page.locator(".limits tr:has(> td:nth-child(3))")
        .filter(new Locator.FilterOptions().setHasText(text));
  }
}
