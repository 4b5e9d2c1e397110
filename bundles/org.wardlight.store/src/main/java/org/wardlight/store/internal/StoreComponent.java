package org.wardlight.store.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.time.Ticker;

/** The store as services. */
@Component(
    configurationPid = "org.wardlight.store",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {Journal.class, PointStates.class, AccountStore.class})
@Designate(ocd = StoreComponent.Config.class)
public final class StoreComponent implements Journal, PointStates, AccountStore {
  private final SqliteStore store;

  /** Settings of the store. */
  @ObjectClassDefinition(name = "Wardlight store")
  public @interface Config {
    /** The directory of {@code wardlight.db}; made if it is missing. Required. */
    @AttributeDefinition
    String directory();
  }

  @Activate
  public StoreComponent(Config config, @Reference Ticker ticker) {
    if (config.directory() == null || config.directory().isBlank()) {
      throw new IllegalArgumentException("org.wardlight.store/directory is not set");
    }
    store = new SqliteStore(Path.of(config.directory()).toAbsolutePath(), ticker);
  }

  @Deactivate
  public void stop() {
    store.close();
  }

  @Override
  public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
    return store.append(events);
  }

  @Override
  public void replay(long fromSequence, Consumer<JournalEntry> reader) {
    store.replay(fromSequence, reader);
  }

  @Override
  public List<JournalEntry> journey(String alarmId) {
    return store.journey(alarmId);
  }

  @Override
  public Verification verify() {
    return store.verify();
  }

  @Override
  public Map<String, Kept> load() {
    return store.load();
  }

  @Override
  public void save(String pointName, Kept state) {
    store.save(pointName, state);
  }

  @Override
  public List<StoredAccount> all() {
    return store.all();
  }

  @Override
  public Optional<StoredAccount> find(String name) {
    return store.find(name);
  }

  @Override
  public void put(StoredAccount account) {
    store.put(account);
  }
}
