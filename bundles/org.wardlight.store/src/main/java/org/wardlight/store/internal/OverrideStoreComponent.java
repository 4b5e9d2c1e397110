package org.wardlight.store.internal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.OverrideStore;

/** The overrides as a service, out of the same store. */
@Component(service = OverrideStore.class)
public final class OverrideStoreComponent implements OverrideStore {
  private final OverrideStore overrides;

  @Activate
  public OverrideStoreComponent(@Reference StoreComponent store) {
    overrides = store.overrides();
  }

  @Override
  public List<ManualOverride> load() {
    return overrides.load();
  }

  @Override
  public CompletionStage<Boolean> put(ManualOverride override) {
    return overrides.put(override);
  }

  @Override
  public CompletionStage<Boolean> remove(String pointName) {
    return overrides.remove(pointName);
  }
}
