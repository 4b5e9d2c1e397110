package org.wardlight.benchmark;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cores, ports and directories of the machine that measures. */
final class Machine {
  private Machine() {}

  /** The cores that the measured process leaves to the rest; empty: all. */
  static String otherCores(String cores) {
    if (cores.isEmpty()) {
      return "";
    }
    List<String> taken = List.of(cores.split(",", -1));
    List<String> others =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(Integer::toString)
            .filter(core -> !taken.contains(core))
            .toList();
    return String.join(",", others);
  }

  /** How many files a process of ours may have open at a time. */
  static long mostOpenFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /** Keeps this process off the measured cores; empty: anywhere. */
  static void pinSelf(String otherCores) throws InterruptedException {
    if (!otherCores.isEmpty()) {
      String pid = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("taskset", "-a", "-cp", otherCores, pid)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new BenchException("--cores needs taskset (Debian package util-linux)", e);
      }
    }
  }

  /** The first of so many free ports in a row. */
  static int freePorts(int count) {
    for (int attempt = 0; attempt < 50; attempt++) {
      // Below the range from which Linux takes the ports of outgoing connections.
      int first = ThreadLocalRandom.current().nextInt(12_000, 32_000 - count);
      if (IntStream.range(first, first + count).allMatch(Machine::isFree)) {
        return first;
      }
    }
    throw new BenchException("no " + count + " free ports in a row were found");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free port was found", e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BenchException("cannot read " + file, e);
    }
  }

  static Path temporary() {
    try {
      return Files.createTempDirectory("wardlight-bench-");
    } catch (IOException e) {
      throw new BenchException("cannot create a temporary directory", e);
    }
  }

  /** Removes a directory; says so if it cannot. */
  static void remove(Path directory, PrintStream progress) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      progress.println(String.format(Locale.ROOT, "%s could not be removed: %s", directory, e));
    }
  }
}
