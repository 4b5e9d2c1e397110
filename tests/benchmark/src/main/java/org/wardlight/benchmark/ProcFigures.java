package org.wardlight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process and of the machine. */
final class ProcFigures {
  /** USER_HZ, which is 100 on every architecture that Java runs on. */
  private static final double MILLIS_PER_TICK = 10;

  private ProcFigures() {}

  /** CPU time of all threads so far, in milliseconds (in steps of ten). */
  static double cpuMillis(long pid) {
    return cpuMillis(read(Path.of("/proc/" + pid + "/stat")).get(0));
  }

  /** The same from the text of {@code /proc/PID/stat}. */
  static double cpuMillis(String stat) {
    // The name of the program stands in parentheses and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
  }

  /** Resident memory in megabytes (of 2^20 bytes). */
  static double residentMegabytes(long pid) {
    for (String line : read(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  /** How many threads it has. */
  static long threads(long pid) {
    return read(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new BenchException("/proc tells no threads of " + pid));
  }

  /** Load averages of 1, 5 and 15 minutes. */
  static String load() {
    String[] fields = read(Path.of("/proc/loadavg")).get(0).split(" ", -1);
    return String.join(" ", fields[0], fields[1], fields[2]);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + "; has the process ended?", e);
    }
  }
}
