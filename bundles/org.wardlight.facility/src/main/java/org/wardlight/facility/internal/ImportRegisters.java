package org.wardlight.facility.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.wardlight.facility.internal.PointKinds.Kind;
import org.wardlight.facility.internal.registers.ListImport;
import org.wardlight.facility.internal.registers.ListImport.Options;
import org.wardlight.facility.internal.registers.ListImport.Outcome;

/** The command {@code import-registers}: a device type out of a maker's list of registers. */
@Component(
    service = BiFunction.class,
    property = "wardlight.command=import-registers",
    configurationPid = ImportRegisters.PID)
@Designate(ocd = ImportRegisters.Configuration.class)
public final class ImportRegisters
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  static final String PID = "org.wardlight.facility.registers";
  static final int GOOD = 0;
  static final int FAULTY = 1;
  static final int USAGE = 2;
  private static final long MOST_BYTES = 4L << 20;

  private static final String HELP =
      """
      Usage: wardlight import-registers LIST.csv --type NAME [--out DIR] [--dry-run]

      Makes the device type NAME of a maker's list of registers (docs/import-registers.md). Nothing is written while anything
      in the list is wrong. Point kinds are those of DIR, and the distribution's where DIR has none or is not given.

        --type NAME          the device type; its file is types/NAME.yaml
        --out DIR            a device-configs directory
        --config DIR         the facility directory whose device-configs are meant; one of the two is needed to write
        --dry-run            show the type, or what would change, and write nothing
        --accept-guesses     take the kinds that were guessed from names; without it they are only shown
        --count zero|one|modicon   how plain addresses count (what they look like)
        --description TEXT   of the type (the list's name)

      Exit codes: 0 written, or would be; 1 the list has mistakes, or guesses to confirm; 2 usage.
      """;

  /** What can be set. */
  @ObjectClassDefinition(name = "Wardlight import of register lists")
  @interface Configuration {
    @AttributeDefinition(
        description =
            "device-configs of the distribution, for the point kinds and schemas that the named"
                + " directory does not have. Default: none.",
        required = false)
    String fallback() default "";
  }

  private final @Nullable Path distribution;

  /** Takes where the distribution's own point kinds lie. */
  @Activate
  public ImportRegisters(Configuration configuration) {
    this(configuration.fallback().isBlank() ? null : Path.of(configuration.fallback()));
  }

  ImportRegisters(@Nullable Path distribution) {
    this.distribution = distribution;
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return words -> {
      if (words.contains("--help")) {
        out.print(HELP);
        return GOOD;
      }
      try {
        return run(Options.of(words), out, err);
      } catch (IllegalArgumentException e) {
        err.println("wardlight: " + e.getMessage());
        return USAGE;
      } catch (NoSuchFileException e) {
        err.println("wardlight: there is no file " + e.getMessage());
        return FAULTY;
      } catch (IOException e) {
        err.println("wardlight: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
        return FAULTY;
      }
    };
  }

  private int run(Options options, PrintStream out, PrintStream err) throws IOException {
    Path root = root(options);
    // Any facility of that tree: only what facilities share is read.
    DeviceTypeFiles files = new DeviceTypeFiles(root.resolve("facilities/any"), distribution);
    Map<String, Kind> kinds = files.kinds();
    files.problems().forEach(err::println);
    if (kinds.isEmpty()) {
      err.println("wardlight: neither " + root + " nor the distribution holds good point kinds");
      return USAGE;
    }
    Outcome outcome =
        ListImport.of(
            options,
            text(options.list(), err),
            kinds.values().stream().collect(Collectors.toMap(kind -> kind.kind().id(), Kind::kind)),
            kinds.values().stream()
                .filter(Kind::ofBed)
                .map(kind -> kind.kind().id())
                .collect(Collectors.toSet()));
    outcome.messages().forEach(err::println);
    String type = outcome.type();
    if (type == null) {
      return FAULTY;
    }
    Path target = root.resolve(Layout.TYPES).resolve(options.type() + ".yaml");
    if (files.read(options.type(), target, type) == null) {
      files.problems().forEach(err::println);
      return FAULTY;
    }
    return finish(options, target, type, outcome, out, err);
  }

  private static int finish(
      Options options, Path target, String type, Outcome outcome, PrintStream out, PrintStream err)
      throws IOException {
    boolean there = Files.exists(target);
    List<String> changes =
        there ? ListImport.diff(Files.readString(target), type) : type.lines().toList();
    if (there && changes.isEmpty()) {
      out.println(target + ": nothing changes");
      return GOOD;
    }
    changes.forEach(out::println);
    if (outcome.guesses() > 0 && !options.acceptGuesses()) {
      err.println(
          "wardlight: "
              + outcome.guesses()
              + " kinds are guessed: look at each, then fill the column `kind`, or repeat with"
              + " --accept-guesses. Nothing was written.");
      return FAULTY;
    }
    if (!options.dryRun()) {
      Path types = target.getParent();
      if (types == null || !Files.isDirectory(types)) {
        // Made by itself it would hide all types of the distribution from the facilities there.
        err.println(
            "wardlight: there is no directory "
                + types
                + ". A house with types of its own uses only these: copy the distribution's"
                + " device-configs/types there first. Nothing was written.");
        return USAGE;
      }
      Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
      Files.writeString(temporary, type);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      out.println((there ? "changed " : "wrote ") + target);
    }
    return GOOD;
  }

  /** The device-configs that are meant; the distribution's if it is only to be looked at. */
  private Path root(Options options) {
    Path named = options.out() != null ? options.out() : options.config();
    if (named == null) {
      if (options.dryRun() && distribution != null) {
        return distribution;
      }
      throw new IllegalArgumentException(
          "where to? name it with --out DIR or --config DIR, or only look with --dry-run");
    }
    if (!Files.isDirectory(named)) {
      throw new IllegalArgumentException("there is no directory " + named);
    }
    Path directory = named.toAbsolutePath().normalize();
    if (options.out() != null) {
      return directory;
    }
    Path parent = directory.getParent();
    Path root = parent == null ? null : parent.getParent();
    if (root == null) {
      throw new IllegalArgumentException(
          named + " has no device-configs two levels above; name them with --out DIR");
    }
    return root;
  }

  /** UTF-8, with or without a mark; else Latin-1, with a warning. */
  private static String text(Path list, PrintStream err) throws IOException {
    if (Files.size(list) > MOST_BYTES) {
      throw new IllegalArgumentException(list + " is larger than 4 MiB: split it");
    }
    byte[] bytes = Files.readAllBytes(list);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      err.println(list + ":1:1: warning: the file is not UTF-8 and was read as Latin-1");
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
