package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The product's commands on a data directory, run as {@code ./wardlight} runs them. */
public final class Tool {
  static final String JOURNAL = "org.wardlight.store.internal.JournalCommand";
  static final String COMMAND = "org.wardlight.launcher.Command";
  static final String BACKUP = "org.wardlight.store.internal.BackupCommand";

  /** How a command ended, and everything that it printed. */
  public record Ended(int code, String output) {}

  private Tool() {}

  /** Runs a command to its end. */
  public static Ended run(String mainClass, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ServerProcess.JAVA.toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dwardlight.home=" + ServerProcess.PRODUCT);
    command.add(
        "-Dlogback.configurationFile=" + ServerProcess.PRODUCT.resolve("conf/logback-command.xml"));
    command.add("-cp");
    command.add(ServerProcess.PRODUCT + "/lib/*:" + ServerProcess.PRODUCT + "/bundles/*");
    command.add(mainClass);
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command);
  }

  /** The entries of a journal, which must be sound. */
  static List<JsonNode> record(Path data) {
    Ended verified = run(JOURNAL, "verify", "--data", data);
    assertThat(verified.code()).as(verified.output()).isZero();
    Path record = data.resolveSibling("record.jsonl");
    Ended exported = run(JOURNAL, "export", "--data", data, "--out", record);
    assertThat(exported.code()).as(exported.output()).isZero();
    try {
      return Files.readAllLines(record).stream().map(ApiClient::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs any command to its end. */
  static Ended run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      return new Ended(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + command, e);
    }
  }
}
