package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.rule.Rehearsals.Difference;
import org.wardlight.api.rule.Rehearsals.Request;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityFiles;
import org.wardlight.api.telemetry.HistoryFiles;
import org.wardlight.rules.internal.RehearsalWords.UsageException;

/**
 * The command {@code rules-rehearse}: a rehearsal over the data directory of a stopped server or of
 * a restored backup, in a process of its own. Reads only. Exit code 0 played, 1 refused or failed,
 * 2 wrong usage.
 */
@Component(service = BiFunction.class, property = "wardlight.command=rules-rehearse")
public final class RehearseCommand
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  private static final String HELP =
      """
      Usage: wardlight rules rehearse [DIR] --data DATA --config FACILITY --from TIME --to TIME
                                      [--room ROOM]… [--limit RESIDENT.LIMIT=VALUE]… [--against RULES]

      Plays what was recorded in DATA, the data directory of a stopped server or of a restored backup, to the rules that were in
      force and to those of DIR, or with other limits, or both, and says which alarms would be new, gone, earlier or later. Needs
      no server and changes nothing. Times are ISO instants, at most 31 days.

        --data DATA        holds the samples in DATA/telemetry: a backup has them if it was made with --with-telemetry
        --config FACILITY  the facility's directory; limits that staff changed are taken from DATA
        --room ROOM        only this room; may be given again
        --limit RESIDENT.LIMIT=VALUE
                           another limit for a resident, named and written as in care.yaml, such as
                           r-203.bathroom-limit-night=25min; may be given again
        --against RULES    rules to compare with; else those that DATA says were in force, else those of this distribution

      Exit code: 0 played, 1 refused or failed, 2 wrong usage.
      """;
  private static final Set<String> OPTIONS =
      Set.of("--config", "--from", "--to", "--room", "--limit", "--against");

  /** Framework properties that the launcher sets for commands. */
  private static final String DATA = "wardlight.data";

  private static final String HOME = "wardlight.home";
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final FacilityFiles facilities;
  private final HistoryFiles histories;
  private final String data;
  private final Path home;

  @Activate
  public RehearseCommand(
      BundleContext context,
      @Reference FacilityFiles facilities,
      @Reference HistoryFiles histories) {
    this(
        facilities,
        histories,
        text(context.getProperty(DATA)),
        Path.of(text(context.getProperty(HOME))));
  }

  private static String text(@Nullable String property) {
    return property == null ? "" : property;
  }

  RehearseCommand(FacilityFiles facilities, HistoryFiles histories, String data, Path home) {
    this.facilities = facilities;
    this.histories = histories;
    this.data = data;
    this.home = home;
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return words -> rehearse(words, out, err);
  }

  private int rehearse(List<String> words, PrintStream out, PrintStream err) {
    if (words.contains("--help") || words.contains("-h")) {
      out.print(HELP);
      return DONE;
    }
    try {
      RehearsalWords said = RehearsalWords.of(RehearsalWords.split(words, OPTIONS));
      if (data.isEmpty()) {
        throw new UsageException("--data DATA is missing");
      }
      if (!said.options().containsKey("--config")) {
        throw new UsageException("--config FACILITY is missing");
      }
      if (said.directory() == null && said.limits().isEmpty()) {
        throw new UsageException("there is nothing to try out: no directory of rules, no --limit");
      }
      play(said, out, err);
      return DONE;
    } catch (UsageException e) {
      err.println("wardlight: " + e.getMessage());
      err.print(HELP);
      return USAGE;
    } catch (RuleSetException e) {
      e.problems().forEach(problem -> out.println(problem));
      err.println("wardlight: the rules cannot be used");
      return FAILED;
    } catch (IOException | IllegalArgumentException e) {
      err.println("wardlight: " + e.getMessage());
      return FAILED;
    }
  }

  private void play(RehearsalWords said, PrintStream out, PrintStream err)
      throws IOException, RuleSetException {
    Path directory = Path.of(data);
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          Files.exists(directory)
              ? directory + " is no directory: unpack a backup with ./wardlight restore first"
              : "there is no " + directory);
    }
    stopped(directory);
    Request request = request(said);
    FacilityFiles.Read read =
        facilities.read(
            Path.of(said.options().getOrDefault("--config", "")),
            home.resolve("device-configs"),
            directory.resolve("configurations"));
    RehearsalRun.checkRooms(request, read.facility());
    Facility tried = TriedLimits.in(read.facility(), said.limits(), read.plans());
    RuleSources before = before(said, directory, err);
    Path rules = said.directory();
    RuleSources after = rules == null ? before : RuleSources.read(rules);
    RuleSet now = RuleSet.compile(before);
    RuleSet then = rules == null ? now : RuleSet.compile(after);
    try (HistoryFiles.Opened history = samples(directory)) {
      RehearsalRun run =
          new RehearsalRun(
              request,
              new RehearsalRun.Part(now, read.facility()),
              new RehearsalRun.Part(then, tried),
              history,
              () -> false,
              done -> err.printf("\r%.0f %%  ", 100 * done));
      run.run();
      err.println();
      stopped(directory);
      report(run, out);
    }
  }

  private static Request request(RehearsalWords said) {
    return new Request(
        Map.of(), false, said.limits(), said.rooms(), said.from(), said.to(), "offline");
  }

  private HistoryFiles.Opened samples(Path directory) throws IOException {
    try {
      return histories.open(directory.resolve("telemetry"));
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "; a backup holds them only if it was made with --with-telemetry while the server"
              + " was stopped",
          e);
    }
  }

  /** Which rules were in force: said, or kept by the server, or shipped. */
  private RuleSources before(RehearsalWords said, Path directory, PrintStream err)
      throws RuleSetException {
    String against = said.options().getOrDefault("--against", "");
    RuleSources kept =
        against.isEmpty() ? new KeptRules(directory.resolve("rules")).lastSources() : null;
    Path shipped = home.resolve("rules-drl");
    err.println(
        "compared with "
            + (kept != null
                ? "the rules that were in force last"
                : "the rules of " + (against.isEmpty() ? shipped : against)));
    return kept != null ? kept : RuleSources.read(against.isEmpty() ? shipped : Path.of(against));
  }

  /** Samples that a server is writing cannot be trusted to be whole. */
  private static void stopped(Path directory) throws IOException {
    Path lock = directory.resolve("server.lock");
    if (!Files.exists(lock)) {
      return;
    }
    // Held for a moment only: a rehearsal must not keep a server from starting.
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process, as in a test: it is in use as well.
    }
    throw new IOException(
        "the server on "
            + directory
            + " is running: ask it (rules rehearse without --data), or stop it first");
  }

  private static void report(RehearsalRun run, PrintStream out) {
    RehearsalReport report = new RehearsalReport(out);
    for (RuleProblem problem : run.problems()) {
      report.problem(problem.file(), problem.line(), problem.message());
    }
    for (Difference other : run.differences()) {
      report.difference(
          other.change().name(),
          other.space(),
          other.kind(),
          other.since(),
          other.before(),
          other.classBefore(),
          other.after(),
          other.classAfter());
    }
    report.end("finished", run.samples(), run.more(), run.same());
  }
}
