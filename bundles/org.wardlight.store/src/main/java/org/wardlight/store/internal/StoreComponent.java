package org.wardlight.store.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Ticker;

/** The store as services. */
@Component(
    configurationPid = "org.wardlight.store",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {StoreComponent.class, Journal.class, PointStates.class, AccountStore.class})
@Designate(ocd = StoreComponent.Config.class)
public final class StoreComponent implements Journal, PointStates, AccountStore {
  private final SqliteStore store;
  private final CheckpointWriter checkpoints;

  /** Asked only when a checkpoint is written: the facility may need the store to come up. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable ComponentServiceObjects<FacilitySource> facility;

  /** Settings of the store. */
  @ObjectClassDefinition(name = "Wardlight store")
  public @interface Config {
    /** The directory of {@code wardlight.db}; made if it is missing. Required. */
    @AttributeDefinition
    String directory();

    /** Where checkpoints go, for example another disk; {@code checkpoints} beside the file. */
    @AttributeDefinition(required = false)
    String checkpoints() default "";

    /** A checkpoint is written after so many entries. */
    @AttributeDefinition(min = "1")
    int checkpointEntries() default 1000;

    /** A checkpoint is written after so many minutes if there is a new entry. */
    @AttributeDefinition(min = "1")
    int checkpointMinutes() default 60;
  }

  @Activate
  public StoreComponent(Config config, @Reference Ticker ticker, @Reference Clock clock) {
    if (config.directory() == null || config.directory().isBlank()) {
      throw new IllegalArgumentException("org.wardlight.store/directory is not set");
    }
    Path directory = Path.of(config.directory()).toAbsolutePath();
    CheckpointWriter.Rule rule =
        new CheckpointWriter.Rule(
            config.checkpoints().isBlank()
                ? directory.resolve(DataLayout.CHECKPOINTS)
                : Path.of(config.checkpoints()).toAbsolutePath(),
            config.checkpointEntries(),
            Duration.ofMinutes(config.checkpointMinutes()));
    store = new SqliteStore(directory, ticker);
    checkpoints =
        new CheckpointWriter(
            new Database(directory.resolve(DataLayout.DATABASE)), rule, this::facilityId, clock);
    checkpoints.start();
  }

  private String facilityId() {
    ComponentServiceObjects<FacilitySource> source = facility;
    FacilitySource service = source == null ? null : source.getService();
    if (source == null || service == null) {
      return "unknown";
    }
    try {
      return URLEncoder.encode(service.current().id(), StandardCharsets.UTF_8);
    } finally {
      source.ungetService(service);
    }
  }

  @Deactivate
  public void stop() {
    store.close();
    checkpoints.close();
  }

  DeskSnapshots snapshots() {
    return store.snapshots();
  }

  OverrideStore overrides() {
    return store.overrides();
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
  public List<AlarmEvent.EpisodeEnded> episodes(String room, Instant from, Instant to) {
    return store.episodes(room, from, to);
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
