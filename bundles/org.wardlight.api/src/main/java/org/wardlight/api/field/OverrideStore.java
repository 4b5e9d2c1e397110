package org.wardlight.api.field;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps overrides across restarts. Provided by the store. Thread-safe. */
public interface OverrideStore {
  /** What is kept, ended or not; read once at start. */
  List<ManualOverride> load();

  /** Replaces what is kept for the point; done when it is on disk. In the order of the calls. */
  CompletionStage<Boolean> put(ManualOverride override);

  /** Forgets what is kept for the point; done when that is on disk. In the order of the calls. */
  CompletionStage<Boolean> remove(String pointName);
}
