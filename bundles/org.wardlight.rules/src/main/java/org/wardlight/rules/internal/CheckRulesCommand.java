package org.wardlight.rules.internal;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.rule.RuleProblem;

/**
 * The command {@code rules-check DIR}: says what is wrong with a directory of rules, without a
 * server. Exit code 0 for good rules, 1 for rules that a server would refuse, 2 for wrong usage.
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
    if (arguments.size() != 1) {
      err.println("usage: rules check RULE_DIRECTORY");
      return USAGE;
    }
    Path directory = Path.of(arguments.get(0));
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    try {
      RuleSet rules =
          new RuleJudge(thread -> processor.getThreadCpuTime(thread.getId()))
              .judge(RuleSources.read(directory));
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return REFUSED;
    }
  }
}
