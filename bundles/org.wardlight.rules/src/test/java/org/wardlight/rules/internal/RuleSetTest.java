package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleSetTest {
  @Test
  void aBrokenFileIsNamedWithItsLine(@TempDir Path dir) throws Exception {
    WardEngineTest.write(dir, "fine", "rule \"fine\" when Reading( on ) then end\n");
    WardEngineTest.write(dir, "broken", "rule \"x\" when\n  Reading( on\nthen end\n");
    assertThatThrownBy(() -> RuleSet.compile(RuleSources.read(dir)))
        .isInstanceOf(RuleSetException.class)
        .hasMessageContaining("broken.drl:")
        .hasMessageNotContaining("fine.drl");
  }

  @Test
  void anUnknownFieldIsNamedWithItsFile(@TempDir Path dir) throws Exception {
    WardEngineTest.write(dir, "broken", "rule \"x\" when\n  Reading( colour == 1 )\nthen end\n");
    assertThatThrownBy(() -> RuleSet.compile(RuleSources.read(dir)))
        .isInstanceOf(RuleSetException.class)
        .hasMessageContaining("broken.drl")
        .hasMessageContaining("colour");
  }

  @Test
  void aFileMustDeclareThePackageOfItsRule(@TempDir Path dir) throws Exception {
    WardEngineTest.write(dir, "some", "rule \"x\" when Reading( on ) then end\n");
    Files.move(dir.resolve("some"), dir.resolve("other"));
    Files.move(dir.resolve("other/some.drl"), dir.resolve("other/other.drl"));
    assertThatThrownBy(() -> RuleSet.compile(RuleSources.read(dir)))
        .hasMessageContaining("package rules.other");
  }

  @Test
  void anEmptyDirectoryIsRefused(@TempDir Path dir) {
    assertThatThrownBy(() -> RuleSet.compile(RuleSources.read(dir)))
        .hasMessageContaining("holds no rule");
  }

  @Test
  void textsComeInTheAskedLanguageAndEnglishFillsTheRest(@TempDir Path dir) throws Exception {
    WardEngineTest.write(dir, "some", "");
    Files.writeString(dir.resolve("some/some.texts.yaml"), "en: {a: A, b: B}\nde: {a: Ä}\n");
    RuleTextFiles texts = RuleTextFiles.read(RuleSources.read(dir));
    assertThat(texts.texts(Locale.GERMANY)).containsEntry("a", "Ä").containsEntry("b", "B");
    assertThat(texts.texts(Locale.FRENCH)).containsEntry("a", "A");
    assertThat(texts.texts(Locale.SIMPLIFIED_CHINESE)).containsKey("alarm.rule.failed");
  }
}
