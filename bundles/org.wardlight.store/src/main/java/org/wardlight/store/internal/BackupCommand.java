package org.wardlight.store.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.store.internal.Options.UsageException;

/** The commands {@code backup} and {@code restore}. */
public final class BackupCommand {
  private static final String HELP =
      """
      Usage: wardlight backup --data DIR --out FILE [--with-telemetry]
             wardlight restore FILE --data DIR [--checkpoint FILE [--key FILE]]

      backup   makes one checked archive of journal, accounts, configuration history and checkpoints; the server may run
        --with-telemetry   the samples too; the server must be stopped then
      restore  puts an archive into an empty directory, after checking all of it, and says what it lacks
        --checkpoint FILE  checkpoints that were kept elsewhere: the backup must agree with them, and what they attest
                           beyond it is counted as lost
        --key FILE         the public key that signed them; without it those in the backup are believed

      Exit code: 0 done, 1 not done, 2 wrong usage.
      """;

  private BackupCommand() {}

  /** Runs {@code backup} or {@code restore}. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      Options options =
          Options.parse(
              Arrays.asList(args),
              Set.of("--data", "--out", "--checkpoint", "--key"),
              Set.of("--with-telemetry", "--help"));
      if (options.has("--help")) {
        out.print(HELP);
        return JournalCommand.GOOD;
      }
      List<String> words = options.words();
      Path data = Path.of(options.need("--data"));
      if (words.equals(List.of("backup"))) {
        backup(data, options, out);
      } else if (words.size() == 2 && words.get(0).equals("restore")) {
        restore(data, Path.of(words.get(1)), options, out);
      } else {
        throw new UsageException("backup --data DIR --out FILE, or restore FILE --data DIR?");
      }
      return JournalCommand.GOOD;
    } catch (UsageException e) {
      err.println("wardlight: " + e.getMessage());
      err.print(HELP);
      return JournalCommand.USAGE;
    } catch (SQLException | IOException e) {
      err.println("wardlight: " + e.getMessage());
      return JournalCommand.FAULTY;
    }
  }

  private static void backup(Path data, Options options, PrintStream out)
      throws UsageException, IOException, SQLException {
    Path archive = Path.of(options.need("--out"));
    Manifest manifest = Backup.make(data, archive, options.has("--with-telemetry"));
    out.printf(
        "%s: %d files, %d bytes, the journal up to entry %d%n",
        archive, manifest.files().size(), Files.size(archive), manifest.sequence());
  }

  private static void restore(Path data, Path archive, Options options, PrintStream out)
      throws UsageException, IOException, SQLException {
    List<Checkpoint> kept =
        options.has("--checkpoint")
            ? CheckpointFiles.read(Path.of(options.need("--checkpoint")))
            : List.of();
    Restore.Outcome outcome = Restore.into(data, archive, kept, keys(options));
    Manifest manifest = outcome.manifest();
    out.printf(
        "restored %s into %s: the journal up to entry %d (%s), backup of %s%n",
        archive,
        data,
        manifest.sequence(),
        outcome.check().last() == null ? "empty" : outcome.check().last(),
        manifest.created());
    kept.stream()
        .max(Comparator.comparingLong(Checkpoint::sequence))
        .ifPresentOrElse(
            newest -> {
              long lost = Math.max(0, newest.sequence() - manifest.sequence());
              out.printf(
                  "the newest checkpoint, of %s, attests entry %d: %s%n",
                  newest.time(),
                  newest.sequence(),
                  lost == 0 ? "nothing is known to be lost" : "at least " + lost + " are lost");
            },
            () -> out.println("what was recorded after the backup was made is lost"));
  }

  private static Map<String, PublicKey> keys(Options options) throws UsageException, IOException {
    return options.has("--key")
        ? CheckpointFiles.keys(Path.of(options.need("--key")))
        : new HashMap<>();
  }
}
