package org.wardlight.api.space;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The configurations that were in force, and the way to check, apply and bring back one. Changes of
 * the files are applied by themselves; nobody need call {@link #apply}. Thread-safe; what the
 * stages do runs on a thread of the source, one after the other.
 */
public interface ConfigurationHistory {
  /** Who changed the configuration when the files were changed by whatever means. */
  String FILES = "files";

  /** What was in force, the newest first; bounded. The first one is in force now. */
  List<ConfigurationEntry> entries();

  /** Why the files, as they were last read, are not in force; empty if they are. */
  List<ConfigurationProblem> problems();

  /** Reads the files as they stand now and says what applying them would do. */
  CompletionStage<ConfigurationOutcome> check();

  /**
   * Applies the files as they stand now, without waiting until they are quiet.
   *
   * @param who the account that asks
   */
  CompletionStage<ConfigurationOutcome> apply(String who);

  /**
   * Writes the files of an earlier configuration back and applies them. Files that it did not have
   * are removed. Either all of it happens, if need be at the next start, or nothing.
   *
   * @param who the account that asks
   */
  CompletionStage<ConfigurationOutcome> rollBack(int number, String who);
}
