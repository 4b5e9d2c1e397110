package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.rule.RuleProblem;

/**
 * The command {@code rules-check DIR [--passed FILE]}: says what is wrong with a directory of
 * rules, without a server, and notes in a file which rules have passed. Exit code 0 for good rules,
 * 1 for rules that a server would refuse, 2 for wrong usage.
 */
@Component(service = BiFunction.class, property = "wardlight.command=rules-check")
public final class CheckRulesCommand
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  static final int GOOD = 0;
  static final int REFUSED = 1;
  static final int USAGE = 2;

  /** Ends with the exit code. */
  public static void main(String[] args) {
    System.exit(new CheckRulesCommand().apply(System.out, System.err).applyAsInt(List.of(args)));
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return arguments -> check(arguments, out, err);
  }

  private static int check(List<String> arguments, PrintStream out, PrintStream err) {
    boolean notes = arguments.size() == 3 && arguments.get(1).equals("--passed");
    if (arguments.size() != 1 && !notes) {
      err.println("Usage: wardlight rules check DIR [--passed FILE]");
      return USAGE;
    }
    Path directory = Path.of(arguments.get(0));
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    try {
      RuleSet rules =
          new RuleJudge(thread -> processor.getThreadCpuTime(thread.getId()))
              .judge(RuleSources.read(directory));
      if (notes) {
        note(rules, Path.of(arguments.get(2)));
      }
      int scenarios = 0;
      for (RuleFiles rule : rules.byPackage().values()) {
        scenarios += Scenario.of(rule).size();
      }
      out.printf(
          "%s: good. %d rules, %d scenarios%n", directory, rules.byPackage().size(), scenarios);
      return GOOD;
    } catch (RuleSetException e) {
      for (RuleProblem problem : e.problems()) {
        out.println(directory + "/" + problem);
      }
      out.println(directory + ": " + e.problems().size() + " problems");
      return REFUSED;
    } catch (IOException e) {
      err.println("rules check: " + e);
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return REFUSED;
    }
  }

  private static void note(RuleSet rules, Path file) throws IOException {
    Set<String> passed = new TreeSet<>();
    rules.byPackage().values().forEach(rule -> passed.add(RuleJudge.key(rule)));
    PassedRules.write(file, PassedRules.engine(), passed);
  }
}
