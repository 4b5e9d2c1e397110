package org.wardlight.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param config the facility directory; exists
 * @param data where the server keeps everything it writes
 * @param assignments {@code pid/key=value}
 */
record CommandLine(Path config, Path data, List<String> assignments) {
  static final String HELP =
      """
      Usage: wardlight run --config DIR --data DIR [--port N] [--host ADDRESS] [--set PID/KEY=VALUE]...

        --config DIR   the facility directory (see docs/configuration.md)
        --data DIR     where the server keeps its records; made if missing
        --port N       port of the pages (default 8080); short for --set org.wardlight.web/port=N
        --host ADDRESS address to listen on (default 127.0.0.1)
        --set …        any setting of a bundle, see the README of the bundle
      """;

  static CommandLine parse(String[] args) throws UsageException {
    Path config = null;
    Path data = null;
    List<String> assignments = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      String option = args[i];
      if (i + 1 >= args.length) {
        throw new UsageException(option + " needs a value");
      }
      String value = args[i + 1];
      switch (option) {
        case "--config" -> config = Path.of(value);
        case "--data" -> data = Path.of(value);
        case "--port" -> assignments.add("org.wardlight.web/port=" + value);
        case "--host" -> assignments.add("org.wardlight.web/host=" + value);
        case "--set" -> assignments.add(value);
        default -> throw new UsageException("unknown option " + option);
      }
    }
    if (config == null || data == null) {
      throw new UsageException((config == null ? "--config" : "--data") + " is missing");
    }
    if (!Files.isDirectory(config)) {
      throw new UsageException("--config " + config + " is no directory");
    }
    if (Files.exists(data) && !Files.isDirectory(data)) {
      throw new UsageException("--data " + data + " exists and is no directory");
    }
    return new CommandLine(
        config.toAbsolutePath().normalize(), data.toAbsolutePath().normalize(), assignments);
  }
}
