package org.wardlight.api.telemetry;

import java.io.IOException;
import java.nio.file.Path;

/** Opens recorded samples that no server is writing. Thread-safe. */
public interface HistoryFiles {
  /**
   * Opens a store of samples to read it; nothing in it is changed.
   *
   * @param directory as a server that is stopped left it, or as it came from a backup
   * @throws IOException if there is no such store, or it cannot be read; the message says why
   */
  Opened open(Path directory) throws IOException;

  /** Samples that can be read until they are closed. */
  interface Opened extends History, AutoCloseable {
    @Override
    void close();
  }
}
