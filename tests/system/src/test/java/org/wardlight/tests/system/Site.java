package org.wardlight.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A house with a running server, a nurse and her station. One for all tests that leave it as they
 * found it.
 */
final class Site implements CloseableResource {
  /** Long enough for a nurse to accept, short enough to wait for. */
  static final Duration LIMIT = Duration.ofSeconds(6);

  /** Gives the shared site to tests that ask for it. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .getOrComputeIfAbsent(Site.class, key -> new Site(), Site.class);
    }
  }

  final Path data;
  final int port = ServerProcess.freePort();
  final House house;
  final ServerProcess server;
  final ApiClient nurse;
  final Station station;

  private Site() {
    Path directory = directory("shared");
    data = directory.resolve("data");
    house = House.open(directory.resolve("config"), LIMIT, LIMIT);
    server = ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port);
    nurse = ApiClient.logIn(port, data, "nurse");
    station = nurse.live("203");
    station.awaitDevices(house.devices(), true, Duration.ofSeconds(30));
    var unused = nurse.awaitRules(Duration.ofSeconds(60), "105", "203");
  }

  /** A new directory below target; it stays to be looked at. */
  static Path directory(String name) {
    try {
      Path parent = Path.of("target", "system").toAbsolutePath();
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    station.close();
    server.close();
    house.close();
  }
}
