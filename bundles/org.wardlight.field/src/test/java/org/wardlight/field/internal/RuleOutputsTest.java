package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardlight.field.internal.Fixture.LAMP;
import static org.wardlight.field.internal.Fixture.SETPOINT;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState.Status;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Desired;

final class RuleOutputsTest {
  private final Fixture f = new Fixture();
  private final FieldComponent field = f.start();
  private final RuleOutputs rules = new RuleOutputs(field);
  private final Desired on = new Desired(LAMP, 1, Reason.of("a"));
  private final Desired flashing = new Desired(LAMP, 2, Reason.of("b"));

  @BeforeEach
  void deviceAnswers() {
    f.driver.sample(LAMP, 0);
  }

  @Test
  void theGreaterOfTwoDesiresWinsWhateverCameFirst() {
    change(false, List.of(flashing), List.of());
    change(false, List.of(on), List.of());
    assertThat(field.state(LAMP).desired()).isEqualTo(2);
    change(false, List.of(), List.of(flashing));
    assertThat(field.state(LAMP).desired()).isEqualTo(1);
  }

  @Test
  void aDesireThatEndsIsWithdrawn() {
    change(false, List.of(on), List.of());
    change(false, List.of(), List.of(on));
    assertThat(field.state(LAMP).status()).isEqualTo(Status.IDLE);
  }

  @Test
  void aCompleteChangeWithdrawsWhatItDoesNotName() {
    change(false, List.of(on), List.of());
    change(true, List.of(), List.of());
    assertThat(field.state(LAMP).status()).isEqualTo(Status.IDLE);
  }

  @Test
  void anImpossibleDesireHarmsNoOther() {
    change(false, List.of(new Desired(SETPOINT, 99, Reason.of("a")), on), List.of());
    assertThat(field.state(LAMP).origin()).isEqualTo(Origin.RULE);
    assertThat(field.state(SETPOINT).status()).isEqualTo(Status.IDLE);
  }

  private void change(boolean complete, List<Conclusion> began, List<Conclusion> ended) {
    rules.concluded(new ConclusionChange("ward-a", complete, began, ended));
  }
}
