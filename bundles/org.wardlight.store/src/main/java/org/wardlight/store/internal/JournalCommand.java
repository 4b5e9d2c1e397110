package org.wardlight.store.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.store.internal.Options.UsageException;

/**
 * The command {@code journal}: checks and prints the record of a data directory, changing nothing.
 */
public final class JournalCommand {
  static final int GOOD = 0;
  static final int FAULTY = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      Usage: wardlight journal verify --data DIR [--checkpoint FILE [--key FILE]]
             wardlight journal export --data DIR [--from TIME] [--to TIME] [--format jsonl|csv] [--out FILE]

      Both read only, also while the server runs.

      verify   checks every entry against the chain of hashes and against the checkpoints in DIR/store/checkpoints
        --checkpoint FILE  also against checkpoints that were kept elsewhere (one a line; a directory will do)
        --key FILE         the public key that signed them; without it those in DIR are believed
      export   prints one line an entry: time, ward, room, alarm, event, by, reason, the entry itself, its hash
        --from, --to TIME  2026-11-22, 2026-11-22T06:00:00Z or 2026-11-22T07:00:00+01:00; --to is not included

      Exit code: 0 good, 1 damaged or not readable, 2 wrong usage.
      """;

  private JournalCommand() {}

  /** Runs {@code verify} or {@code export}. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      Options options =
          Options.parse(
              Arrays.asList(args),
              Set.of("--data", "--checkpoint", "--key", "--from", "--to", "--format", "--out"),
              Set.of("--help"));
      if (options.has("--help")) {
        out.print(HELP);
        return GOOD;
      }
      String action = options.words().size() == 1 ? options.words().get(0) : "";
      Path store = Path.of(options.need("--data")).resolve(DataLayout.STORE);
      return switch (action) {
        case "verify" -> verify(store, options, out);
        case "export" -> export(store, options, out, err);
        default -> throw new UsageException("verify or export?");
      };
    } catch (UsageException e) {
      err.println("wardlight journal: " + e.getMessage());
      err.print(HELP);
      return USAGE;
    } catch (SQLException | IOException | UncheckedIOException e) {
      err.println("wardlight journal: " + e.getMessage());
      return FAULTY;
    }
  }

  private static int verify(Path store, Options options, PrintStream out)
      throws SQLException, IOException {
    Path own = store.resolve(DataLayout.CHECKPOINTS);
    List<Checkpoint> checkpoints = new ArrayList<>();
    Map<String, PublicKey> keys = new HashMap<>();
    if (Files.isDirectory(own)) {
      checkpoints.addAll(CheckpointFiles.read(own));
      keys.putAll(CheckpointFiles.keys(own));
    }
    int kept = 0;
    if (options.has("--checkpoint")) {
      List<Checkpoint> elsewhere = CheckpointFiles.read(Path.of(options.get("--checkpoint", "")));
      if (elsewhere.isEmpty()) {
        throw new IOException(options.get("--checkpoint", "") + " holds no checkpoint");
      }
      if (options.has("--key")) {
        // Only what this key signed counts then: whoever rewrote the data could have added a key.
        checkpoints.clear();
        keys.clear();
        keys.putAll(CheckpointFiles.keys(Path.of(options.get("--key", ""))));
      }
      checkpoints.addAll(elsewhere);
      kept = elsewhere.size();
    }
    try (Connection db = new Database(store.resolve(DataLayout.DATABASE)).connectReadOnly()) {
      JournalCheck.Result result = JournalCheck.run(db, checkpoints, keys, link -> {});
      print(result, kept, out);
      return result.good() ? GOOD : FAULTY;
    }
  }

  private static void print(JournalCheck.Result result, int kept, PrintStream out) {
    out.println("entries      " + result.entries());
    if (result.first() != null) {
      out.println("first        " + result.first());
      out.println("last         " + result.last());
    }
    if (result.end() != null) {
      out.println("hash         " + result.end().hash());
    }
    out.println(
        "checkpoints  "
            + result.attested()
            + " agree"
            + (kept > 0 ? ", " + kept + " of them kept elsewhere" : "")
            + (result.agreed() > 0 ? "; attested up to entry " + result.agreed() : ""));
    result.problems().forEach(problem -> out.println("PROBLEM      " + problem));
    out.println("result       " + (result.good() ? "the journal is sound" : "DAMAGED"));
  }

  private static int export(Path store, Options options, PrintStream out, PrintStream err)
      throws SQLException, IOException, UsageException {
    String format = options.get("--format", "jsonl");
    if (!Set.of("jsonl", "csv").contains(format)) {
      throw new UsageException("--format " + format + ": jsonl or csv");
    }
    Instant from = time(options, "--from", Instant.MIN);
    Instant to = time(options, "--to", Instant.MAX);
    try (Connection db = new Database(store.resolve(DataLayout.DATABASE)).connectReadOnly();
        Writer writer =
            options.has("--out")
                ? Files.newBufferedWriter(Path.of(options.need("--out")))
                : new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      JournalExport export = new JournalExport(writer, format.equals("csv"), from, to);
      JournalCheck.Result result = JournalCheck.run(db, List.of(), Map.of(), export);
      writer.flush();
      err.println(export.written() + " of " + result.entries() + " entries");
      result.problems().forEach(problem -> err.println("PROBLEM: " + problem));
      return result.good() ? GOOD : FAULTY;
    }
  }

  private static Instant time(Options options, String option, Instant otherwise)
      throws UsageException {
    if (!options.has(option)) {
      return otherwise;
    }
    String text = options.need(option);
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(option + " " + text + ": no time such as 2026-11-22T06:00:00Z");
    }
  }
}
