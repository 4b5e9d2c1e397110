package org.wardlight.store.internal;

/** What is where below the data directory and below the store's own directory. */
final class DataLayout {
  /** The store's directory below the data directory, as the distribution sets it. */
  static final String STORE = "store";

  /** The database below the store's directory. */
  static final String DATABASE = "wardlight.db";

  /** The checkpoints below the store's directory. */
  static final String CHECKPOINTS = "checkpoints";

  /** Held by a server that runs, below the data directory. */
  static final String SERVER_LOCK = "server.lock";

  /** The samples, below the data directory. */
  static final String TELEMETRY = "telemetry";

  /** Earlier configurations, below the data directory. */
  static final String CONFIGURATIONS = "configurations";

  /** One-time passwords that were not used yet, below the data directory. */
  static final String FIRST_PASSWORDS = "first-passwords.txt";

  private DataLayout() {}
}
