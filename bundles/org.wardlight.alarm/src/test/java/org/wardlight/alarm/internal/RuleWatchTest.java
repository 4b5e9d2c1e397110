package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the coverage board says of rules is what the shipped rules do. */
class RuleWatchTest {
  private static final Path RULES = Path.of("../../rules-drl");

  @Test
  void everyWatchNamesARuleThatRaisesItsKindAndLooksAtItsSensors() throws IOException {
    for (RuleWatch watch : RuleWatch.ALL) {
      String drl = Files.readString(RULES.resolve(watch.rule()).resolve(watch.rule() + ".drl"));
      assertThat(drl).as(watch.rule()).contains('"' + watch.kind() + '"');
      watch.ways().stream()
          .flatMap(Set::stream)
          .forEach(sensor -> assertThat(drl).as(watch.rule()).contains('"' + sensor + '"'));
    }
  }
}
