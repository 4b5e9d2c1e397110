package org.wardlight.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the server. {@code HOME/lib} is the class path (framework, slf4j, logback, this class),
 * {@code HOME/bundles} is installed and started. What slf4j and logback export is exported by the
 * system bundle, so that logging works before, inside and after the framework.
 *
 * <p>Exit codes: 0 stopped on request, 1 a part did not start, 2 wrong usage.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** A part that has not come up by then has failed; the slowest, rules, takes about 3 s. */
  private static final long START_LIMIT_NANOS = 120_000_000_000L;

  private static final long STOP_LIMIT_MILLIS = 10_000;

  private static final String DID_NOT_START = " did not start; the log says why";

  /** What must be there before the server calls itself ready: service → what it is for people. */
  private static final Map<String, String> PARTS = parts();

  private Main() {}

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("org.wardlight.api.space.FacilitySource", "the facility's configuration");
    parts.put("org.wardlight.api.alarm.Journal", "the journal");
    parts.put("org.wardlight.api.field.PointTable", "the field layer");
    parts.put("org.wardlight.api.alarm.AlarmDesk", "the alarm desk");
    parts.put("org.wardlight.api.rule.RulesReady", "the rules");
    parts.put("org.wardlight.api.telemetry.Trends", "telemetry");
    parts.put("org.wardlight.api.access.Accounts", "the accounts");
    parts.put("org.wardlight.api.access.Screens", "the pages");
    return parts;
  }

  /** Runs until the framework stops. */
  public static void main(String[] args) throws Exception {
    System.exit(run(args, System.err));
  }

  private static int run(String[] args, PrintStream err)
      throws IOException, BundleException, InterruptedException {
    if (args.length == 1 && args[0].equals("--help")) {
      err.print(CommandLine.HELP);
      return 0;
    }
    Path home = Path.of(System.getProperty("wardlight.home", ".")).toAbsolutePath().normalize();
    Settings settings;
    CommandLine line;
    try {
      line = CommandLine.parse(args);
      settings = new Settings(home, line.config(), line.data());
      settings.read(home.resolve("conf/server.properties"));
      Path own = line.config().resolve("server.properties");
      if (Files.exists(own)) {
        settings.read(own);
      }
      settings.take(line.assignments());
    } catch (UsageException e) {
      err.println("wardlight: " + e.getMessage());
      err.print(CommandLine.HELP);
      return 2;
    }
    Files.createDirectories(line.data());
    try (FileChannel channel =
            FileChannel.open(
                line.data().resolve("server.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        err.println("wardlight: another server is running on " + line.data());
        return 1;
      }
      return start(home, line.data(), settings, err);
    }
  }

  private static int start(Path home, Path data, Settings settings, PrintStream err)
      throws IOException, BundleException, InterruptedException {
    Path osgi = data.resolve("osgi");
    deleteTree(osgi);
    useTemporaryDirectory(data.resolve("tmp"));
    settings.writeTo(osgi.resolve("settings"), pid -> true);
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no OSGi framework in " + home + "/lib"))
            .newFramework(frameworkSettings(home, osgi));
    framework.init();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "wl-shutdown"));
    List<String> failures = startBundles(framework, home.resolve("bundles"), name -> true);
    LOG.info("bundles started after {} ms", sinceStart());
    if (failures.isEmpty()) {
      failures = awaitParts(framework.getBundleContext());
    }
    if (!failures.isEmpty()) {
      failures.forEach(failure -> err.println("wardlight: " + failure));
      stop(framework);
      return 1;
    }
    LOG.info("ready after {} ms", sinceStart());
    // What the start leaves behind goes now, and the memory back, instead of some time at night.
    System.gc();
    FrameworkEvent end = framework.waitForStop(0);
    return end.getType() == FrameworkEvent.STOPPED ? 0 : 1;
  }

  static Map<String, String> frameworkSettings(Path home, Path osgi) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, osgi.resolve("cache").toString());
    settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, exportsOf(home.resolve("lib")));
    settings.put("felix.cm.dir", osgi.resolve("settings").toString());
    settings.put("ds.loglevel", "WARN");
    return settings;
  }

  /** Installs all bundles of a directory and starts those whose symbolic names are wanted. */
  static List<String> startBundles(Framework framework, Path directory, Predicate<String> wanted)
      throws IOException, BundleException, InterruptedException {
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> jars = Files.list(directory)) {
      for (Path jar : jars.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
        bundles.add(
            framework.getBundleContext().installBundle("reference:" + jar.toUri().toString()));
      }
    }
    framework.start();
    LOG.info("framework started after {} ms", sinceStart());
    return StartOrder.startAll(
        bundles.stream()
            .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
            .filter(bundle -> wanted.test(bundle.getSymbolicName()))
            .toList());
  }

  /** In milliseconds since the process began. */
  private static long sinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  private static List<String> awaitParts(BundleContext context) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT_NANOS;
    List<String> missing = missingParts(context);
    while (!missing.isEmpty() && System.nanoTime() < deadline) {
      if (context.getServiceReference("org.wardlight.api.space.FacilitySource") == null) {
        // Nothing else can come up without it, and its problems have been logged.
        return List.of(PARTS.get("org.wardlight.api.space.FacilitySource") + DID_NOT_START);
      }
      Thread.sleep(20);
      missing = missingParts(context);
    }
    return missing.isEmpty() ? brokenPart(context) : missing;
  }

  /**
   * The first part that fails when it is asked for. Components register their service before they
   * are activated, and leave it there when that fails, so a reference alone says little.
   */
  private static List<String> brokenPart(BundleContext context) {
    for (Map.Entry<String, String> part : PARTS.entrySet()) {
      ServiceReference<?> reference = context.getServiceReference(part.getKey());
      if (reference == null || context.getService(reference) == null) {
        return List.of(part.getValue() + DID_NOT_START);
      }
    }
    return List.of();
  }

  private static List<String> missingParts(BundleContext context) {
    List<String> missing = new ArrayList<>();
    PARTS.forEach(
        (service, name) -> {
          if (context.getServiceReference(service) == null) {
            missing.add(name + DID_NOT_START);
          }
        });
    return missing;
  }

  static void stop(Framework framework) {
    try {
      framework.stop();
      framework.waitForStop(STOP_LIMIT_MILLIS);
    } catch (BundleException e) {
      LOG.error("stopping failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String exportsOf(Path lib) throws IOException {
    StringJoiner exports = new StringJoiner(",");
    try (Stream<Path> jars = Files.list(lib)) {
      for (Path jar : jars.sorted().toList()) {
        String name = String.valueOf(jar.getFileName());
        if (name.startsWith("slf4j") || name.startsWith("logback")) {
          try (JarFile file = new JarFile(jar.toFile())) {
            exports.add(file.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
          }
        }
      }
    }
    // netty still imports the package in its version of the 1.7 line.
    exports.add("org.slf4j.spi;version=1.7.36");
    return exports.toString();
  }

  /**
   * What libraries unpack goes below the data directory and is cleared at each start, for a killed
   * server cleans nothing up. Before anything asks for the directory: Java remembers it.
   */
  private static void useTemporaryDirectory(Path directory) throws IOException {
    deleteTree(directory);
    Files.createDirectories(directory);
    System.setProperty("java.io.tmpdir", directory.toString());
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
