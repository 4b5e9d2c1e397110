package org.wardlight.telemetry.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
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
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.History;
import org.wardlight.api.telemetry.SampleRecorder;
import org.wardlight.api.telemetry.Trend;
import org.wardlight.api.telemetry.Trends;

/** Recording and trends as services. */
@Component(
    configurationPid = "org.wardlight.telemetry",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TelemetryComponent.Settings.class)
public final class TelemetryComponent implements SampleRecorder, PointObserver, Trends, History {
  private static final String FAULT = "telemetry.failed";
  private static final String SUBJECT = "telemetry";

  /** Configuration. */
  @ObjectClassDefinition(name = "Telemetry")
  public @interface Settings {
    @AttributeDefinition(description = "Directory of the store; the launcher sets it")
    String directory();

    @AttributeDefinition(description = "Days that samples are kept", min = "1", max = "36500")
    int retentionDays() default 365;

    @AttributeDefinition(
        description = "Samples that may wait for the disk; more are dropped and counted",
        min = "1000",
        max = "10000000")
    int queueSamples() default 100_000;
  }

  private final Recorder recorder;

  /** Comes and goes with the alarm desk; a fault that still holds is told again. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Faults faults;

  @Activate
  public TelemetryComponent(
      Settings settings, @Reference Clock clock, @Reference FacilitySource facility) {
    recorder =
        new Recorder(
            new TelemetryOptions(
                Path.of(settings.directory()), settings.retentionDays(), settings.queueSamples()),
            SampleStore::new,
            clock,
            facility::current,
            new Health());
  }

  @Activate
  void start() {
    recorder.start();
  }

  @Deactivate
  void stop() {
    recorder.close();
  }

  @Override
  public void record(SampleBatch batch) {
    recorder.record(batch);
  }

  @Override
  public void changed(PointValue now) {
    recorder.changed(now);
  }

  @Override
  public CompletionStage<Trend> trend(String point, Instant from, Instant to, int buckets) {
    return recorder.trend(point, from, to, buckets);
  }

  @Override
  public void samples(Collection<String> points, Instant from, Instant to, Reader reader) {
    recorder.samples(points, from, to, reader);
  }

  private final class Health implements Recorder.Health {
    @Override
    public void failed(String detail) {
      Faults present = faults;
      if (present != null) {
        present.hold(FAULT, SUBJECT, new Reason(FAULT, Map.of("detail", detail)));
      }
    }

    @Override
    public void recovered() {
      Faults present = faults;
      if (present != null) {
        present.release(FAULT, SUBJECT);
      }
    }
  }
}
