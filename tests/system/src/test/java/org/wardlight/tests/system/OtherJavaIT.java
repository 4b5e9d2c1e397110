package org.wardlight.tests.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The product is built for Java 17 and runs on newer ones too. */
@ExtendWith(Site.Shared.class)
class OtherJavaIT {
  private static final Duration SOON = ServerProcess.SOON;

  private final Site site;

  OtherJavaIT(Site site) {
    this.site = site;
  }

  @Test
  void theServerRunsOnANewerJava() throws IOException {
    Optional<Path> newer = newestJava();
    if (newer.isEmpty()) {
      System.out.println("no JDK of 21 or later beside the running one in /usr/lib/jvm: skipped");
    }
    assumeTrue(newer.isPresent(), "no newer JDK in /usr/lib/jvm");
    Path java = newer.orElseThrow();
    System.out.println("the server runs on " + java);
    Path data = Site.directory("other-java").resolve("data");
    int port = ServerProcess.freePort();
    try (ServerProcess server = ServerProcess.start(java, site.house.directory(), data, port);
        Station station = ApiClient.logIn(port, data, "nurse").live("112")) {
      station.awaitDevices(site.house.devices(), true, SOON);
      site.house.press("112", "call.living");
      station.awaitAlarm("call.living", "112", SOON, a -> server.isAlive());
      site.house.perform("112", "presence on");
      station.awaitAlarm(
          "call.living", "112", SOON, a -> a.path("state").asText().equals("ATTENDED"));
      site.house.perform("112", "reset");
      station.awaitAlarm(
          "call.living", "112", SOON, a -> a.path("state").asText().equals("CLOSED"));
      site.house.perform("112", "presence off");
    }
  }

  private static Optional<Path> newestJava() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> release(home) >= 21 && release(home) != Runtime.version().feature())
          .max(Comparator.comparingInt(OtherJavaIT::release))
          .map(home -> home.resolve("bin/java"));
    }
  }

  /** The feature release of a JDK, 0 if it does not say. */
  private static int release(Path home) {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(home.resolve("release"))) {
      properties.load(in);
    } catch (IOException e) {
      return 0;
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Runtime.Version.parse(version).feature();
  }
}
