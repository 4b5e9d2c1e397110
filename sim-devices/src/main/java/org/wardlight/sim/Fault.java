package org.wardlight.sim;

import java.util.Arrays;
import java.util.Locale;

/** What can be wrong with a simulated connection or device. */
public enum Fault {
  /** It works. */
  NONE,
  /** It accepts connections and requests and never answers. */
  SILENT,
  /** It resets the TCP connection (RST) on every request. */
  RESET,
  /** It answers, but its values do not change any more and writes have no effect. */
  FROZEN,
  /** It answers every request with an exception (Modbus 0x04) or a bad status (OPC UA). */
  EXCEPTION,
  /**
   * An OPC UA server answers requests and its sessions live, but nothing is published any more:
   * neither data nor keep-alives.
   */
  MUTE,
  /**
   * A connection refuses; a device behind a gateway is reported missing (0x0B, no communication).
   */
  OFF;

  /** The word that people write. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The fault that this word means.
   *
   * @throws SimulationException if there is none; the message lists the words
   */
  public static Fault of(String word) {
    return Arrays.stream(values())
        .filter(f -> f.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                SimulationException.unknown(
                    "fault", word, Arrays.stream(values()).map(Fault::word).toList()));
  }
}
