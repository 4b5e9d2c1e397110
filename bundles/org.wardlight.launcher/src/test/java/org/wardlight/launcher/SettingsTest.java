package org.wardlight.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path dir;

  @Test
  void laterSettingsReplaceEarlierOnesAndDirectoriesAreFilledIn() throws Exception {
    Path file = dir.resolve("server.properties");
    Files.writeString(
        file, "org.wardlight.store/directory = ${data}/store\norg.wardlight.web/port = 8080\n");
    Settings settings = new Settings(Path.of("/opt/wl"), Path.of("/etc/wl"), Path.of("/var/wl"));
    settings.read(file);
    settings.take(List.of("org.wardlight.web/port=9090"));

    assertThat(settings.get("org.wardlight.web", "port")).isEqualTo("9090");
    assertThat(settings.get("org.wardlight.store", "directory")).isEqualTo("/var/wl/store");
    settings.writeTo(dir, pid -> true);
    assertThat(dir.resolve("org/wardlight/web.config"))
        .hasContent("service.pid=\"org.wardlight.web\"\nport=\"9090\"\n");
  }

  @Test
  void signsThatConfigAdminWouldMisreadAreEscaped() throws Exception {
    Settings settings = new Settings(Path.of("/a b"), dir, dir);
    settings.take(List.of("org.wardlight.web/pages=${home}/x=\"y\"\\z"));
    settings.writeTo(dir, pid -> true);
    assertThat(Files.readString(dir.resolve("org/wardlight/web.config")))
        .contains("pages=\"/a\\ b/x\\=\\\"y\\\"\\\\z\"");
  }

  @Test
  void mistakesAreNamed() {
    Settings settings = new Settings(dir, dir, dir);
    assertThatThrownBy(() -> settings.take(List.of("port=1")))
        .hasMessageContaining("'port' is no setting")
        .hasMessageContaining("org.wardlight.web/port");
    assertThatThrownBy(() -> settings.take(List.of("org.wardlight.web/port")))
        .hasMessageContaining("expected pid/key=value");
    assertThatThrownBy(() -> settings.take(List.of("org.wardlight.web/pages=${hme}/x")))
        .hasMessageContaining("${hme} is unknown");
  }

  @Test
  void theCommandLineSaysWhatIsMissingOrWrong() {
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--data", "x"}))
        .hasMessage("--config is missing");
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--config"}))
        .hasMessage("--config needs a value");
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--colour", "red"}))
        .hasMessage("unknown option --colour");
    assertThatThrownBy(
            () -> CommandLine.parse(new String[] {"--config", dir + "/no", "--data", "x"}))
        .hasMessageEndingWith("/no is no directory");
  }
}
