package org.wardlight.driver.opcua.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ScanClass;

/**
 * The options of one connection.
 *
 * @param publishing how often the server sends what has changed
 * @param timeout longest wait for the answer to a read, a write or a keep-alive
 * @param connectTimeout longest time from the attempt to connect to an active session: much longer,
 *     because a server, or this one, that has just started is slow
 * @param user null for an anonymous session
 */
record OpcUaOptions(
    Duration publishing,
    Duration timeout,
    Duration connectTimeout,
    Map<ScanClass, Duration> sampling,
    @Nullable String user,
    String password) {
  static final Duration DEFAULT_PUBLISHING = Duration.ofMillis(100);
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(8);
  private static final Set<String> KNOWN =
      Set.of("publishing", "timeout", "connect-timeout", "scan", "user", "password");

  OpcUaOptions {
    sampling = Map.copyOf(sampling);
  }

  /** Reads the options; the message of a refusal names the connection and what would be right. */
  static OpcUaOptions of(ConnectionSpec spec) {
    Map<String, Object> options = spec.options();
    for (String key : options.keySet()) {
      if (!KNOWN.contains(key)) {
        throw refused(spec, "unknown option '" + key + "'; known are " + KNOWN);
      }
    }
    if (spec.endpoint().getHost() == null) {
      throw refused(spec, "endpoint " + spec.endpoint() + " names no host");
    }
    Object user = options.get("user");
    return new OpcUaOptions(
        duration(spec, "publishing", options.get("publishing"), DEFAULT_PUBLISHING),
        duration(spec, "timeout", options.get("timeout"), DEFAULT_TIMEOUT),
        duration(spec, "connect-timeout", options.get("connect-timeout"), DEFAULT_CONNECT_TIMEOUT),
        sampling(spec, options.get("scan")),
        user == null ? null : user.toString(),
        String.valueOf(options.getOrDefault("password", "")));
  }

  private static Map<ScanClass, Duration> sampling(ConnectionSpec spec, @Nullable Object scan) {
    Map<ScanClass, Duration> periods = new EnumMap<>(ScanClass.class);
    for (ScanClass scanClass : ScanClass.values()) {
      periods.put(scanClass, scanClass.defaultPeriod());
    }
    if (scan == null) {
      return periods;
    }
    if (!(scan instanceof Map<?, ?> map)) {
      throw refused(spec, "option 'scan' must look like {safety: 250ms}");
    }
    map.forEach(
        (key, value) -> {
          ScanClass scanClass;
          try {
            scanClass = ScanClass.valueOf(String.valueOf(key).toUpperCase(Locale.ROOT));
          } catch (IllegalArgumentException e) {
            throw refused(spec, "scan class '" + key + "' is none of safety, normal, slow");
          }
          periods.put(scanClass, duration(spec, "scan." + key, value, scanClass.defaultPeriod()));
        });
    return periods;
  }

  private static Duration duration(
      ConnectionSpec spec, String key, @Nullable Object value, Duration otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Duration duration
        && duration.toMillis() >= 10
        && duration.compareTo(Duration.ofMinutes(10)) <= 0) {
      return duration;
    }
    throw refused(spec, "option '" + key + "' must be 10ms to 10min, not " + value);
  }

  private static IllegalArgumentException refused(ConnectionSpec spec, String what) {
    return new IllegalArgumentException("connection " + spec.id() + ": " + what);
  }
}
