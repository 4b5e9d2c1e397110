package org.wardlight.store.internal;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks a journal against its own chain and against checkpoints. */
final class JournalCheck {
  private final Deque<Checkpoint> expected;
  private final List<String> problems = new ArrayList<>();
  private long agreed;
  private int attested;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private long read;

  /**
   * What was found.
   *
   * @param entries how many entries are sound
   * @param first when the first one happened; null if there is none
   * @param end the end of the sound part
   * @param attested how many checkpoints agree with the journal
   * @param agreed the last entry that a checkpoint attests; 0 if none does
   * @param problems what is wrong; empty if nothing is
   */
  record Result(
      long entries,
      @Nullable Instant first,
      @Nullable Instant last,
      Chain.@Nullable Tail end,
      int attested,
      long agreed,
      List<String> problems) {
    boolean good() {
      return problems.isEmpty();
    }
  }

  private JournalCheck(List<Checkpoint> checkpoints, Map<String, PublicKey> keys) {
    List<Checkpoint> valid = new ArrayList<>();
    for (Checkpoint checkpoint : checkpoints) {
      String doubt = doubt(checkpoint, keys);
      if (doubt.isEmpty()) {
        valid.add(checkpoint);
      } else {
        problems.add(doubt);
      }
    }
    valid.sort(Comparator.comparingLong(Checkpoint::sequence));
    expected = new ArrayDeque<>(valid);
  }

  /** Why this checkpoint is not to be believed; empty if it is. */
  static String doubt(Checkpoint checkpoint, Map<String, PublicKey> keys) {
    PublicKey key = keys.get(checkpoint.key());
    if (key == null) {
      return named(checkpoint) + " was signed by key " + checkpoint.key() + ", which is not given";
    }
    return checkpoint.isSignedBy(key) ? "" : named(checkpoint) + " does not match its signature";
  }

  /**
   * Reads the whole journal.
   *
   * @param each hears every sound entry
   */
  static Result run(
      Connection db,
      List<Checkpoint> checkpoints,
      Map<String, PublicKey> keys,
      Consumer<Chain.Link> each) {
    JournalCheck check = new JournalCheck(checkpoints, keys);
    Chain.Tail end = null;
    try {
      String damage = Database.check(db);
      if (!damage.isEmpty()) {
        check.problems.add("the file is damaged: " + damage);
      }
      end =
          Chain.read(
              db,
              1,
              link -> {
                check.take(link);
                each.accept(link);
              });
      check.endsAt(end.sequence());
    } catch (SQLException e) {
      check.problems.add(e.getMessage() + "; the " + check.read + " entries before it are sound");
    }
    return new Result(
        check.read,
        check.first,
        check.last,
        end,
        check.attested,
        check.agreed,
        List.copyOf(check.problems));
  }

  private void take(Chain.Link link) {
    if (first == null) {
      first = link.event().at();
    }
    last = link.event().at();
    read = link.sequence();
    String hash = link.hash().toString();
    for (Checkpoint next = expected.peek();
        next != null && next.sequence() == link.sequence();
        next = expected.peek()) {
      expected.remove();
      if (next.hash().equals(hash)) {
        attested++;
        agreed = link.sequence();
      } else {
        problems.add(
            "entry "
                + link.sequence()
                + " is not the one that "
                + named(next)
                + " attests: the journal was rewritten, or went on differently from a backup, after"
                + " entry "
                + agreed);
      }
    }
  }

  private void endsAt(long sequence) {
    for (Checkpoint missing : expected) {
      problems.add(
          "the journal ends with entry "
              + sequence
              + ", but "
              + named(missing)
              + " attests entry "
              + missing.sequence()
              + ": at least the last "
              + (missing.sequence() - sequence)
              + " entries are missing");
    }
  }

  private static String named(Checkpoint checkpoint) {
    return "the checkpoint of " + checkpoint.time() + " (entry " + checkpoint.sequence() + ")";
  }
}
