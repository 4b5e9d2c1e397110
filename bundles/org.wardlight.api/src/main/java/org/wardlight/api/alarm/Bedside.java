package org.wardlight.api.alarm;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * The bedside terminals, as the desk sees them. Thread-safe; never blocks.
 *
 * <p>A call from a terminal is a call of its bed, in all respects what the button at the wall makes
 * of it: it does not pass through the field layer or the rules. A terminal that is away for {@link
 * #MISSING_AFTER} is a technical alarm {@code bedside.missing} of its bed.
 */
public interface Bedside {
  /** After so long without a connection somebody should look after a terminal. */
  Duration MISSING_AFTER = Duration.ofSeconds(60);

  /**
   * The button of a terminal was pressed. Done once the call is on record, or shown unrecorded if
   * the journal failed; with the call it belongs to, which may have been open before.
   */
  CompletionStage<DeskOutcome<Alarm>> call(Terminal from);

  /** All terminals, to be told at start and at every change: bound, revoked, connected, lost. */
  void terminals(Collection<Presence> all);

  /** A terminal was bound to its bed by this user: goes on record. */
  void paired(Terminal terminal, String user);

  /** The binding was taken back by this user: goes on record. */
  void revoked(Terminal terminal, String user);

  /**
   * A terminal.
   *
   * @param id what tells it from others; never a secret
   * @param name what staff call it
   * @param bed the bed it calls for
   */
  record Terminal(String id, String name, String bed) {}

  /** Whether a terminal is connected. */
  record Presence(Terminal terminal, boolean connected) {}
}
