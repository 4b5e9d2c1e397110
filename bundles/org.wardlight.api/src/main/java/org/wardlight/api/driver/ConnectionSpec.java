package org.wardlight.api.driver;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.point.ScanClass;

/**
 * One endpoint: a Modbus gateway, an OPC UA server.
 *
 * @param endpoint its scheme names the driver, for example {@code modbus-tcp://10.0.0.7:502}
 * @param options settings that only the driver understands, validated against its schema
 */
public record ConnectionSpec(String id, URI endpoint, Map<String, Object> options) {
  public ConnectionSpec {
    if (endpoint.getScheme() == null) {
      throw new IllegalArgumentException("endpoint of connection " + id + " has no scheme");
    }
    options = Map.copyOf(options);
  }

  /** How often points of this class are read here: the option {@code scan}, else the default. */
  public Duration scanPeriod(ScanClass scan) {
    return options.get("scan") instanceof Map<?, ?> periods
            && periods.get(scan.name().toLowerCase(Locale.ROOT)) instanceof Duration period
        ? period
        : scan.defaultPeriod();
  }
}
