package org.wardlight.facility.internal;

import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;

/** Publishes the facility of the configured directory; without a valid one there is no service. */
@Component(
    configurationPid = ConfiguredFacility.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = ConfiguredFacility.Configuration.class)
public final class ConfiguredFacility implements FacilitySource {
  static final String PID = "org.wardlight.facility";
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredFacility.class);

  private final Facility facility;

  /** Where to read from. */
  @ObjectClassDefinition(name = "Wardlight facility")
  @interface Configuration {
    @AttributeDefinition(description = "The facility's directory. No default.")
    String directory();

    @AttributeDefinition(
        description =
            "device-configs of the distribution, used for what is not two levels above the"
                + " directory. Default: none.",
        required = false)
    String fallback() default "";
  }

  /**
   * Reads the facility.
   *
   * @throws IllegalStateException if it is not valid; every problem has then been logged
   */
  @Activate
  public ConfiguredFacility(Configuration configuration) {
    this(
        FacilityReader.read(
            Path.of(configuration.directory()),
            configuration.fallback().isEmpty() ? null : Path.of(configuration.fallback())),
        configuration.directory());
  }

  private ConfiguredFacility(FacilityReadout readout, String directory) {
    Facility read = readout.facility();
    if (read == null) {
      readout.problems().forEach(problem -> LOG.error("{}", problem));
      throw new IllegalStateException(
          directory + " is not valid: " + readout.problems().size() + " problems, see the log");
    }
    facility = read;
    LOG.info(
        "facility {}: {} wards, {} devices, {} points",
        read.id(),
        read.wards().size(),
        read.devices().size(),
        read.points().size());
  }

  @Override
  public Facility current() {
    return facility;
  }
}
