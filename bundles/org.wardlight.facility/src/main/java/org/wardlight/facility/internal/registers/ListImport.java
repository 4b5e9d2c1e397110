package org.wardlight.facility.internal.registers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.facility.internal.registers.Place.Counting;

/** From the text of a register list to the text of a device type. */
public final class ListImport {
  private ListImport() {}

  /**
   * What the command line asks for.
   *
   * @param counting null for what the addresses look like
   */
  public record Options(
      Path list,
      String type,
      String description,
      @Nullable Path out,
      @Nullable Path config,
      @Nullable Counting counting,
      boolean dryRun,
      boolean acceptGuesses) {
    private static final String TYPE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with what to change
     */
    public static Options of(List<String> words) {
      Path list = null;
      String type = null;
      String description = null;
      Path out = null;
      Path config = null;
      Counting counting = null;
      boolean dryRun = false;
      boolean accept = false;
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        switch (word) {
          case "--dry-run" -> dryRun = true;
          case "--accept-guesses" -> accept = true;
          case "--type" -> type = value(words, ++i);
          case "--description" -> description = value(words, ++i);
          case "--out" -> out = Path.of(value(words, ++i));
          case "--config" -> config = Path.of(value(words, ++i));
          case "--count" -> counting = counted(value(words, ++i));
          default -> {
            if (word.startsWith("--") || list != null) {
              throw new IllegalArgumentException("`" + word + "` is not known; see --help");
            }
            list = Path.of(word);
          }
        }
      }
      if (list == null || type == null) {
        throw new IllegalArgumentException(
            (list == null ? "the list" : "--type") + " is missing; see --help");
      }
      if (!type.matches(TYPE_NAME)) {
        throw new IllegalArgumentException(
            "`" + type + "` is no name of a type: letters, digits, dots, dashes, underscores");
      }
      String named = description == null ? "Imported from " + list.getFileName() : description;
      return new Options(list, type, named, out, config, counting, dryRun, accept);
    }

    private static Counting counted(String word) {
      return switch (word) {
        case "zero" -> Counting.FROM_ZERO;
        case "one" -> Counting.FROM_ONE;
        case "modicon" -> Counting.MODICON;
        default ->
            throw new IllegalArgumentException("--count is zero, one or modicon, not " + word);
      };
    }

    private static String value(List<String> words, int at) {
      if (at == words.size()) {
        throw new IllegalArgumentException(words.get(at - 1) + " needs a value");
      }
      return words.get(at);
    }
  }

  /**
   * What became of a list.
   *
   * @param type the file's text; null if the list has mistakes
   * @param messages problems, warnings and what was left out, for people
   * @param guesses how many kinds were guessed
   */
  public record Outcome(@Nullable String type, List<String> messages, int guesses) {}

  /** Imports a list. */
  public static Outcome of(
      Options options, String text, Map<String, PointKind> kinds, Set<String> ofBed) {
    RegisterList list =
        RegisterList.read(
            options.list().toString(),
            text,
            options.counting(),
            new RegisterList.Kinds(kinds, ofBed));
    List<String> messages = new ArrayList<>();
    list.problems().forEach(problem -> messages.add(problem.toString()));
    list.warnings().forEach(warning -> messages.add(warning.asWarning()));
    if (!list.skipped().isEmpty()) {
      messages.add(
          list.skipped().size()
              + " registers have no kind and are left out: "
              + String.join(", ", list.skipped().subList(0, Math.min(12, list.skipped().size())))
              + (list.skipped().size() > 12 ? ", …" : ""));
    }
    int guesses = 0;
    for (Register register : list.registers()) {
      if (register.guessedFrom() != null) {
        guesses++;
        messages.add("guessed: `%s` is a `%s`".formatted(register.guessedFrom(), register.kind()));
      }
    }
    return new Outcome(
        list.problems().isEmpty()
            ? TypeFile.write(options.type(), options.description(), list.registers())
            : null,
        messages,
        guesses);
  }

  /** What differs between two texts of a type: {@code - old}, {@code + new}. */
  public static List<String> diff(String before, String after) {
    return TypeFile.diff(before, after);
  }
}
