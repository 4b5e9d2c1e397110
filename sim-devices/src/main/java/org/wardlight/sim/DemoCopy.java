package org.wardlight.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Copies a configuration so that several simulated facilities can run beside each other. */
public final class DemoCopy {
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.\\d+\\.\\d+\\.\\d+|localhost):(\\d+)");

  private DemoCopy() {}

  /**
   * Copies the configuration around a facility directory and gives every loopback port in its
   * {@code connections.yaml} a free one instead.
   *
   * @param facilityDir a facility directory, for example {@code device-configs/facilities/demo}
   * @param targetDir where {@code types}, {@code schema}, {@code point-kinds.yaml} and {@code
   *     facilities} are put
   * @return the copied facility directory
   */
  public static Path prepare(Path facilityDir, Path targetDir) {
    Path facility = facilityDir.toAbsolutePath().normalize();
    Path facilities = facility.getParent();
    Path base = facilities == null ? null : facilities.getParent();
    if (base == null || !Files.isRegularFile(facility.resolve("connections.yaml"))) {
      throw new SimulationException(facilityDir + " is no facility directory");
    }
    Path copy = targetDir.resolve(base.relativize(facility));
    try {
      for (String shared : List.of("types", "schema", "point-kinds.yaml")) {
        copy(base.resolve(shared), targetDir.resolve(shared));
      }
      copy(facility, copy);
      Path connections = copy.resolve("connections.yaml");
      Files.writeString(connections, withFreePorts(Files.readString(connections)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + facilityDir + " to " + targetDir, e);
    }
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path source : (Iterable<Path>) tree::iterator) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(targetParent(target));
          Files.copy(source, target);
        }
      }
    }
  }

  private static Path targetParent(Path target) {
    Path parent = target.getParent();
    return parent == null ? target : parent;
  }

  private static String withFreePorts(String text) throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    List<ServerSocket> taken = new ArrayList<>();
    try {
      StringBuilder out = new StringBuilder();
      Matcher matcher = LOOPBACK.matcher(text);
      while (matcher.find()) {
        Integer port = ports.get(matcher.group());
        if (port == null) {
          // All stay open until the last is known, so that no port is given twice.
          ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          taken.add(socket);
          port = socket.getLocalPort();
          ports.put(matcher.group(), port);
        }
        matcher.appendReplacement(out, matcher.group(1) + ":" + port);
      }
      return matcher.appendTail(out).toString();
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
  }
}
