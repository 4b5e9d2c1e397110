package org.wardlight.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one command in a container of its own: only the bundles that commands need, without store,
 * pages or lock, so that it works beside a running server.
 *
 * <p>A command is a service with the property {@code wardlight.command}: given standard output and
 * standard error, it is a function from its arguments to the exit code. Only types of the JDK are
 * shared. The framework properties {@code wardlight.home} and {@code wardlight.data} say where the
 * distribution and a data directory that was named are. Exit code 2 also stands for an unknown
 * command, 1 for a container that did not start.
 */
public final class Command {
  private static final Logger LOG = LoggerFactory.getLogger(Command.class);
  private static final String PROPERTY = "wardlight.command";

  /** The beginnings of the names of the bundles that are started; others resolve when needed. */
  private static final List<String> STARTED =
      List.of(
          "org.apache.felix.",
          "org.wardlight.runtime",
          "org.wardlight.facility",
          "org.wardlight.driver.",
          "org.wardlight.commissioning",
          "org.wardlight.telemetry",
          "org.wardlight.rules");

  /** Whose settings hold: not those of the facility layer, which would publish a facility. */
  private static final List<String> CONFIGURED =
      List.of(
          "org.wardlight.driver.",
          "org.wardlight.commissioning",
          "org.wardlight.facility.registers");

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Command() {}

  /** The first argument names the command; {@code --data} and {@code --set} are taken out. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  private static int run(String[] args, PrintStream out, PrintStream err)
      throws IOException, BundleException, InvalidSyntaxException, InterruptedException {
    Path home = Path.of(System.getProperty("wardlight.home", ".")).toAbsolutePath().normalize();
    Path scratch = Files.createTempDirectory("wardlight-command-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch), "wl-shutdown"));
    Path data = scratch;
    // Stands for a facility where none is named: then the distribution's own types are used.
    Path config = home.resolve("device-configs/facilities/demo");
    List<String> assignments = new ArrayList<>();
    List<String> words = new ArrayList<>();
    try {
      for (int i = 0; i < args.length; i++) {
        boolean taken = args[i].equals("--data") || args[i].equals("--set");
        if ((taken || args[i].equals("--config")) && i + 1 == args.length) {
          throw new UsageException(args[i] + " needs a value");
        }
        switch (args[i]) {
          case "--data" -> data = Path.of(args[++i]).toAbsolutePath().normalize();
          case "--set" -> assignments.add(args[++i]);
          case "--config" -> {
            config = Path.of(args[i + 1]).toAbsolutePath().normalize();
            words.add(args[i]);
            words.add(args[++i]);
          }
          default -> words.add(args[i]);
        }
      }
      Settings settings = new Settings(home, config, data);
      settings.read(home.resolve("conf/server.properties"));
      settings.take(assignments);
      return run(home, scratch, data, settings, words, out, err);
    } catch (UsageException e) {
      err.println("wardlight: " + e.getMessage());
      return USAGE;
    }
  }

  /** A driver may still be writing there; then the system's own tidying has to do. */
  private static void delete(Path scratch) {
    try {
      Main.deleteTree(scratch);
    } catch (IOException e) {
      LOG.debug("left behind: {}", scratch, e);
    }
  }

  private static int run(
      Path home,
      Path scratch,
      Path data,
      Settings settings,
      List<String> words,
      PrintStream out,
      PrintStream err)
      throws IOException, BundleException, InvalidSyntaxException, InterruptedException {
    settings.writeTo(scratch.resolve("settings"), pid -> startsWithOneOf(CONFIGURED, pid));
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no OSGi framework in " + home + "/lib"))
            .newFramework(frameworkSettings(home, scratch, data));
    framework.init();
    List<String> failures =
        Main.startBundles(
            framework, home.resolve("bundles"), name -> startsWithOneOf(STARTED, name));
    if (!failures.isEmpty()) {
      failures.forEach(failure -> err.println("wardlight: " + failure));
      return FAILED;
    }
    // The process ends with the command: stopping would only wait for drivers that still begin.
    return perform(framework.getBundleContext(), words, out, err);
  }

  /** Commands are told where the data directory is that was named, if one was. */
  private static Map<String, String> frameworkSettings(Path home, Path scratch, Path data)
      throws IOException {
    Map<String, String> framework = Main.frameworkSettings(home, scratch);
    framework.put("wardlight.home", home.toString());
    if (!data.equals(scratch)) {
      framework.put("wardlight.data", data.toString());
    }
    return framework;
  }

  private static int perform(
      BundleContext context, List<String> words, PrintStream out, PrintStream err)
      throws InvalidSyntaxException {
    Set<String> known = new TreeSet<>();
    ServiceReference<?>[] references =
        context.getServiceReferences((String) null, "(" + PROPERTY + "=*)");
    for (ServiceReference<?> reference :
        references == null ? List.<ServiceReference<?>>of() : Arrays.asList(references)) {
      String name = String.valueOf(reference.getProperty(PROPERTY));
      known.add(name);
      if (!words.isEmpty() && name.equals(words.get(0))) {
        // Sound: the property promises this function, whose types are the JDK's.
        @SuppressWarnings("unchecked")
        var command =
            (BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>>)
                context.getService(reference);
        if (command == null) {
          err.println("wardlight: the command " + name + " did not start; the log says why");
          return FAILED;
        }
        return command.apply(out, err).applyAsInt(words.subList(1, words.size()));
      }
    }
    err.println(
        "wardlight: "
            + (words.isEmpty() ? "a command is missing" : "unknown command '" + words.get(0) + "'")
            + "; there are "
            + String.join(", ", known));
    return USAGE;
  }

  private static boolean startsWithOneOf(List<String> beginnings, String name) {
    return beginnings.stream().anyMatch(name::startsWith);
  }
}
