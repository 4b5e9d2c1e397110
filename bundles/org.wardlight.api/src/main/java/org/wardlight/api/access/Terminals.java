package org.wardlight.api.access;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that are bound to a bed: they may call for it, and nothing else. Thread-safe; what
 * is kept on disk is written on a pool of its own. A terminal has no end but being revoked.
 */
public interface Terminals {
  /** More are refused. */
  int MOST = 2_000;

  /** The longest name, in characters. */
  int LONGEST_NAME = 40;

  /**
   * Binds a browser to a bed. Done once it is on disk: a terminal that a restart would forget must
   * not be hung up.
   *
   * @param bed the bed's id; that there is such a bed is for the caller to check
   * @param name what staff call it, 1 to {@value #LONGEST_NAME} characters
   * @param by user name of who binds it
   */
  CompletionStage<PairOutcome> pair(String bed, String name, String by);

  /** The terminal with this token; null if there is none or it was revoked. */
  @Nullable Terminal terminal(String token);

  /** All of them, in the order in which they were bound. */
  List<Terminal> all();

  /**
   * Takes the binding back: the token is worth nothing from now on, whatever becomes of the disk.
   */
  CompletionStage<RevokeOutcome> revoke(String id);

  /**
   * A browser that is bound to a bed.
   *
   * @param id tells it from others; no secret
   * @param bed the bed's id
   * @param pairedBy user name
   */
  record Terminal(String id, String name, String bed, String pairedBy, Instant pairedAt) {}

  /** What became of binding a browser. */
  sealed interface PairOutcome {
    /**
     * It is bound.
     *
     * @param token 256 random bits, URL-safe; only its hash is kept
     */
    record Paired(String token, Terminal terminal) implements PairOutcome {}

    /** The name is blank, too long or has characters that cannot be printed. */
    record BadName() implements PairOutcome {}

    /** There are {@value Terminals#MOST} already. */
    record TooMany() implements PairOutcome {}

    /**
     * The disk did not take it; nothing was changed.
     *
     * @param detail for the engineer: which file, what failed
     */
    record NotSaved(String detail) implements PairOutcome {}
  }

  /** What became of taking a binding back. */
  sealed interface RevokeOutcome {
    /** It is no terminal any more. */
    record Revoked(Terminal terminal) implements RevokeOutcome {}

    /** There is no terminal with this id (any more). */
    record Unknown() implements RevokeOutcome {}

    /**
     * It is no terminal any more, but would be one again after a restart: the disk did not take it.
     * Revoking it once more tries again.
     *
     * @param detail for the engineer: which file, what failed
     */
    record NotSaved(Terminal terminal, String detail) implements RevokeOutcome {}
  }
}
