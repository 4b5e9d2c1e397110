package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void figuresStandInOneColumnAndInOneLineOfJson() {
    Report report =
        new Report()
            .text("cores", "cores", "0")
            .number("polls", "polls answered a second", 1999.96, 1, "")
            .number("p50", "p50", 0.4567, 2, "ms");

    assertThat(report.text())
        .isEqualTo(
            """
            cores                    0
            polls answered a second  2,000.0
            p50                      0.46 ms
            {"cores":"0","polls":2000.0,"p50":0.46}
            """);
  }

  @Test
  void aFigureThatIsNotKnownIsADashAndNull() {
    assertThat(new Report().number("p99", "p99", Double.NaN, 2, "ms").text())
        .isEqualTo("p99  -\n{\"p99\":null}\n");
  }

  @Test
  void aBrokenPromiseStandsBesideTheFigures() {
    Report report = new Report().number("lost", "lost", 1, 0, "").failure("1 call was lost");
    assertThat(report.text()).isEqualTo("lost  1\n{\"lost\":1}\n");
    assertThat(report.failures()).containsExactly("1 call was lost");
    assertThat(new Report().failures()).isEmpty();
  }
}
