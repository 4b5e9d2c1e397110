package org.wardlight.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wardlight.sim.Fault;

/** What the desk can do beside calling: duty, holding back, conversations, tests, handing over. */
@ExtendWith(StageExtension.class)
class WardIT {
  @Test
  void deviceThatIsSilentIsAGapWithItsReasonAndItsAlarmCanBeHeldBack(Stage stage) {
    stage.house().fault("103-io", Fault.SILENT);
    Page board = stage.open("/ward/?id=ward-a#coverage", Look.DESK).page();
    Locator gap = panel(board, ".bed", "103");
    assertThat(gap.locator(".tag")).hasText("Not protected");
    // First its sensors are doubted, then the device is known to be silent.
    assertThat(gap.locator(".gaps li").first()).containsText("Device does not answer (103-io)");

    Screen station = stage.open("/station/", Look.DESK);
    Locator card = station.card("103");
    card.getByText("Hold back …").click();
    card.getByText("Being mended").click();
    card.getByText(Pattern.compile("^15")).click();
    assertThat(card.locator(".tag.mark")).containsText("held back until");

    Page held = stage.open("/ward/?id=ward-a#held", Look.DESK).page();
    Locator row = panel(held, ".held", "103");
    assertThat(row).containsText("Li Wei");
    assertThat(row).containsText("Being mended");
    row.getByText("Let it call again").click();
    assertThat(row).hasCount(0);
    assertThat(card.locator(".tag.mark")).hasCount(0);

    stage.house().fault("103-io", Fault.NONE);
    assertThat(gap.locator(".tag")).hasCount(0);
  }

  @Test
  void oneKindOfAlarmIsHeldBackAtARoomAndCallsAgain(Stage stage) {
    Page page = stage.open("/ward/?id=ward-a#held", Look.DESK).page();
    Locator form = page.locator("form[name=bypass]");
    form.locator("[name=kind]").selectOption("bathroom.dwell");
    form.locator("[name=place]").selectOption("112");
    form.locator("[name=why]").selectOption("other");
    form.locator("[name=words]").fill("A bath after lunch");
    form.locator("[name=minutes]").selectOption("120");
    form.locator("button").click();
    Locator row = page.locator(".held").filter(hasText("112 · Too long in the bathroom"));
    assertThat(row).containsText("A bath after lunch");
    assertThat(row).containsText("Li Wei");
    assertThat(form.locator("[name=words]")).hasCount(0);
    assertThat(form.locator("[name=place]")).hasValue("");
    row.getByText("Let it call again").click();
    assertThat(row).hasCount(0);
  }

  @Test
  void deviceIsUnderMaintenanceUntilSomebodyEndsIt(Stage stage) {
    Page page = stage.open("/ward/?id=ward-a#held", Look.DESK).page();
    Locator form = page.locator("form[name=maintenance]");
    form.locator("[name=subject]").selectOption("ward-a 104-io");
    form.locator("[name=why]").selectOption("being.mended");
    form.locator("button").click();
    Locator row = page.locator(".held").filter(hasText("Maintenance of 104-io"));
    assertThat(row).containsText("Being mended");
    Page board = stage.open("/ward/?id=ward-a#coverage", Look.DESK).page();
    assertThat(panel(board, ".bed", "104").locator(".gaps li").first())
        .containsText("Under maintenance");
    row.getByText("Let it call again").click();
    assertThat(row).hasCount(0);
  }

  @Test
  void nurseGoesOnDutyAndOff(Stage stage) {
    Page page = stage.open("/station/", Look.DESK).page();
    Locator pill = page.locator(".duty summary");
    assertThat(pill).containsText("Not on duty");
    pill.click();
    Locator whole = page.locator(".duty-board button").filter(hasText("whole house")).first();
    whole.click();
    assertThat(whole).hasAttribute("aria-pressed", "true");
    assertThat(whole).containsText("Li Wei");
    assertThat(pill).containsText("whole house");
    page.getByText("Go off duty").click();
    assertThat(whole).containsText("nobody");
    assertThat(pill).containsText("Not on duty");
  }

  @Test
  void callIsClosedFromAfarAfterAConversation(Stage stage) {
    Screen station = stage.open("/station/", Look.DESK);
    stage.press("202", "call.bed");
    Locator card = station.card("202");
    assertThat(card.locator(".card-called")).containsText("Called: ");
    // By the keyboard, for a card that joins above moves this one under a pointer.
    card.locator("button.go").press("Enter");
    assertThat(card.getByText("Close …")).hasCount(0);
    card.getByText("Spoken with the resident").click();
    assertThat(card.locator(".card-why")).containsText("Li Wei has spoken with the resident");
    card.getByText("Close …").click();
    card.getByText("I spoke with the resident").click();
    assertThat(card).hasCount(0);
  }

  @Test
  void buttonPressedInAWalkTestIsTickedAndTheRestIsMissing(Stage stage) {
    Screen station = stage.open("/station/", Look.DESK);
    Page page = stage.open("/ward/?id=ward-a#walk", Look.DESK).page();
    page.locator("select[name=room]").selectOption("112");
    page.getByText("Start", new Page.GetByTextOptions().setExact(true)).click();
    Locator test = page.locator(".test");
    assertThat(test.locator(".tick.shown")).hasCount(0);
    stage.press("112", "call.bed");
    assertThat(station.card("112").locator(".tag.mark")).hasText("Test");
    assertThat(test.locator(".tick.shown")).hasText(Pattern.compile("Bed call button\\s+shown"));
    test.getByText("End the test").click();
    assertThat(page.locator(".past-test summary").first()).containsText("missing");
  }

  @Test
  void shiftIsHandedOverWithANote(Stage stage) {
    Page page = stage.open("/ward/?id=ward-b#handover", Look.DESK).page();
    assertThat(page.getByText("None on record.")).isVisible();
    page.fill("textarea", "Look at the doors twice");
    page.getByText("Sign the handover").click();
    assertThat(page.locator(".signed b")).containsText("Li Wei");
    assertThat(page.locator(".signed q")).hasText("Look at the doors twice");
    assertThat(page.locator("textarea")).hasValue("");
  }

  private static Locator panel(Page page, String kind, String room) {
    return page.locator(kind).filter(hasText(room));
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
