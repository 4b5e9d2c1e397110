package org.wardlight.api.rule;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rule files and which of their states is in force. Files are watched; a changed set takes
 * effect when it compiles and passes its scenarios and, if the facility wants it so, when a second
 * person has approved it. Thread-safe; nothing blocks.
 */
public interface RuleSets {
  /** What is in force; null while no set could be used yet. */
  @Nullable RuleSetInfo running();

  /** A good set that waits for approval; null if none does. */
  @Nullable RuleSetInfo pending();

  /** The files as they are now, if they cannot be used; null if they can. */
  @Nullable RuleSetInfo refused();

  /** Whether a changed set needs a second person's approval. */
  boolean needsApproval();

  /** What was decided, newest first, across restarts; bounded. */
  List<RuleSetInfo> history();

  /**
   * Lets the pending set take effect.
   *
   * @param user the name of who approves
   * @param author the name of who changed the files, as that person says: must be somebody else
   */
  CompletionStage<Outcome> approve(long number, String user, String author);

  /**
   * Rejects the pending set. The running one stays; the files wait for their next change.
   *
   * @param reason in the user's words, not blank
   */
  CompletionStage<Outcome> reject(long number, String user, String reason);

  /** Looks at the files now instead of within seconds; completes when they have been judged. */
  CompletionStage<Outcome> reload();

  /** What became of a request. */
  sealed interface Outcome {
    /** Done; after a reload also if nothing had changed. */
    record Done() implements Outcome {}

    /** There is no pending set with this number (any more). */
    record NotPending(long number) implements Outcome {}

    /**
     * Not allowed or refused.
     *
     * @param why a key for the screen: {@code same.person}, {@code no.reason}, {@code refused}
     */
    record NotAllowed(String why) implements Outcome {}
  }
}
