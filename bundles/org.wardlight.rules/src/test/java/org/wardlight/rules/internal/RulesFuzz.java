package org.wardlight.rules.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.wardlight.api.rule.RuleProblem;

/**
 * Has mutated rule files judged for a while: {@code RulesFuzz SECONDS [SEED]}. Exit code 1 if the
 * judge threw anything but a refusal, did not name the file, or took longer than {@link #TOO_LONG}.
 */
public final class RulesFuzz {
  private static final Duration TOO_LONG = Duration.ofSeconds(10);
  private static final List<String> WORDS =
      List.of(
          "(", ")", "{", "}", "[", "\"", ":", ";", "not ", "rule ", "end\n", "$x", "-", "0", "\n");

  private final Random random;
  private final RuleSources shipped;
  private int tried;
  private int taken;
  private int unnamed;
  private int threw;
  private Duration worst = Duration.ZERO;

  private RulesFuzz(long seed) {
    random = new Random(seed);
    shipped = ShippedRules.COMPILED.sources();
  }

  /** Starts it. */
  public static void main(String[] args) throws InterruptedException {
    Duration limit = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    RulesFuzz fuzz = new RulesFuzz(args.length > 1 ? Long.parseLong(args[1]) : 1);
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - end < 0) {
      fuzz.one();
    }
    System.out.printf(
        "%d inputs tried, %d taken, %d exceptions, %d refused without a file, worst %d ms of CPU%n",
        fuzz.tried, fuzz.taken, fuzz.threw, fuzz.unnamed, fuzz.worst.toMillis());
    // Scenarios that never end may have left threads behind.
    System.exit(fuzz.threw + fuzz.unnamed == 0 && fuzz.worst.compareTo(TOO_LONG) < 0 ? 0 : 1);
  }

  private void one() throws InterruptedException {
    List<String> names = new ArrayList<>(shipped.texts().keySet());
    String name = names.get(random.nextInt(names.size()));
    String text = shipped.texts().getOrDefault(name, "");
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = mutated(text);
    }
    tried++;
    RuleJudge judge = new RuleJudge(RulesAtWork::cpu);
    judge.hasPassed(shipped);
    long begun = RulesAtWork.cpu(Thread.currentThread());
    try {
      judge.judge(shipped.with(Map.of(name, text)));
      taken++;
    } catch (RuleSetException e) {
      if (e.problems().isEmpty() || e.problems().stream().anyMatch(p -> p.file().isEmpty())) {
        unnamed++;
        say(name, e.problems().toString());
      }
      e.problems().stream()
          .map(RuleProblem::message)
          .filter(String::isBlank)
          .forEach(m -> unnamed++);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      threw++;
      say(name, e.toString());
    }
    Duration took = Duration.ofNanos(RulesAtWork.cpu(Thread.currentThread()) - begun);
    worst = took.compareTo(worst) > 0 ? took : worst;
  }

  private void say(String name, String what) {
    System.out.printf("input %d, %s: %s%n", tried, name, what);
  }

  private String mutated(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(1 << random.nextInt(8)));
    String piece = text.substring(from, to);
    String word = WORDS.get(random.nextInt(WORDS.size()));
    String instead =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> piece + piece;
          case 2 -> word + piece;
          case 3 -> word.repeat(1 + random.nextInt(200)) + piece;
          case 4 -> new StringBuilder(piece).reverse().toString();
          default -> String.valueOf((char) random.nextInt(0x3000)) + piece;
        };
    return text.substring(0, from) + instead + text.substring(to);
  }
}
