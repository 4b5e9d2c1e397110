package org.wardlight.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/heap} of the distribution: what the start scripts give the JVM. */
final class HeapTest {
  private static final Path SCRIPT = Path.of("../distribution/conf/heap").toAbsolutePath();
  @TempDir Path facility;

  private record Answer(int code, String text) {}

  private Answer ask(int files, String heap) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("ulimit -n %d && exec sh \"$0\" \"$1\"".formatted(files));
    command.add(SCRIPT.toString());
    command.add(facility.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("WARDLIGHT_HEAP", heap);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text.strip());
  }

  private void rooms(int count) throws IOException {
    Files.createDirectories(facility.resolve("wards"));
    Files.writeString(facility.resolve("wards/ward-a.yaml"), "    beds: {x: {}}\n".repeat(count));
    Files.writeString(
        facility.resolve("connections.yaml"), "c: {endpoint: \"modbus-tcp://x\"}\n".repeat(count));
  }

  @Test
  void theHeapGrowsWithTheRooms() throws Exception {
    rooms(200);
    assertThat(ask(2_000, ""))
        .isEqualTo(new Answer(0, "-XX:InitialHeapSize=143m -Xmx320m -Xmn45m"));
    rooms(4_000);
    assertThat(ask(5_000, ""))
        .isEqualTo(new Answer(0, "-XX:InitialHeapSize=315m -Xmx456m -Xmn65m"));
  }

  @Test
  void whoRunsItKnowsBetter() throws Exception {
    rooms(200);
    assertThat(ask(2_000, "2g"))
        .isEqualTo(new Answer(0, "-XX:InitialHeapSize=390m -Xmx2048m -Xmn292m"));
    assertThat(ask(2_000, "much").text()).contains("WARDLIGHT_HEAP=much is no size");
  }

  /** Without the files some rooms would silently never be reached. */
  @Test
  void tooFewOpenFilesAreSaidBeforeTheStart() throws Exception {
    rooms(1_000);
    Answer answer = ask(1_024, "");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text())
        .contains("1000 connections", "only 1024 files", "1500", "LimitNOFILE");
  }

  @Test
  void aFacilityThatIsNotThereIsLeftToTheServerToComplainOf() throws Exception {
    assertThat(ask(1_024, "").text()).isEqualTo("-XX:InitialHeapSize=135m -Xmx320m -Xmn45m");
  }
}
