package org.wardlight.driver.modbus.internal;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ScanClass;
import org.wardlight.driver.modbus.internal.ScanPlan.BlockLimits;

/**
 * The validated settings of one connection.
 *
 * @param timeout how long an answer is waited for
 * @param inFlight requests that may be under way at once
 * @param pause least time between an answer and the next request
 */
record LinkOptions(
    String host,
    int port,
    Duration timeout,
    int inFlight,
    Duration pause,
    Map<ScanClass, Duration> periods,
    BlockLimits limits) {

  static final String SCHEME = "modbus-tcp";
  static final int DEFAULT_PORT = 502;
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
  static final int DEFAULT_IN_FLIGHT = 1;
  static final int DEFAULT_MAX_GAP = 8;
  static final int DEFAULT_MAX_GAP_BITS = 32;
  static final int DEFAULT_MAX_BLOCK = 120;
  static final int DEFAULT_MAX_BLOCK_BITS = 1_000;

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "timeout",
              "in-flight",
              "pause",
              "scan",
              "max-gap",
              "max-gap-bits",
              "max-block",
              "max-block-bits"));

  LinkOptions {
    periods = Map.copyOf(periods);
  }

  /**
   * Reads the settings of a connection.
   *
   * @throws IllegalArgumentException with what to change
   */
  static LinkOptions of(ConnectionSpec connection) {
    try {
      return read(connection.endpoint(), connection.options());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "connection " + connection.id() + ": " + e.getMessage(), e);
    }
  }

  private static LinkOptions read(URI endpoint, Map<String, Object> options) {
    String host = endpoint.getHost();
    if (!SCHEME.equals(endpoint.getScheme()) || host == null || !endpoint.getPath().isEmpty()) {
      throw new IllegalArgumentException(
          "endpoint must be " + SCHEME + "://host:port, not " + endpoint);
    }
    for (String name : options.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "option " + name + " is not known; there are " + String.join(", ", KNOWN));
      }
    }
    return new LinkOptions(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        endpoint.getPort() == -1 ? DEFAULT_PORT : endpoint.getPort(),
        duration(options, "timeout", DEFAULT_TIMEOUT, Duration.ofMillis(10)),
        whole(options, "in-flight", DEFAULT_IN_FLIGHT, 1, 16),
        duration(options, "pause", Duration.ZERO, Duration.ZERO),
        periods(options),
        new BlockLimits(
            whole(options, "max-gap", DEFAULT_MAX_GAP, 0, 120),
            whole(options, "max-gap-bits", DEFAULT_MAX_GAP_BITS, 0, 1_999),
            whole(options, "max-block", DEFAULT_MAX_BLOCK, 4, 125),
            whole(options, "max-block-bits", DEFAULT_MAX_BLOCK_BITS, 1, 2_000)));
  }

  private static Map<ScanClass, Duration> periods(Map<String, Object> options) {
    Map<ScanClass, Duration> periods = new EnumMap<>(ScanClass.class);
    for (ScanClass scan : ScanClass.values()) {
      periods.put(scan, scan.defaultPeriod());
    }
    Object given = options.get("scan");
    if (given == null) {
      return periods;
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("option scan must be a map like {safety: 250ms}");
    }
    map.forEach(
        (key, value) -> {
          ScanClass scan = scanClass(String.valueOf(key));
          if (!(value instanceof Duration d) || d.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException(
                "option scan: " + key + " must be a duration of at least 10ms, not " + value);
          }
          periods.put(scan, d);
        });
    return periods;
  }

  private static ScanClass scanClass(String word) {
    for (ScanClass scan : ScanClass.values()) {
      if (scan.name().toLowerCase(Locale.ROOT).equals(word)) {
        return scan;
      }
    }
    throw new IllegalArgumentException("option scan may hold safety, normal and slow, not " + word);
  }

  private static Duration duration(
      Map<String, Object> options, String name, Duration fallback, Duration least) {
    Object value = options.getOrDefault(name, fallback);
    if (value instanceof Duration d
        && d.compareTo(least) >= 0
        && d.compareTo(Duration.ofMinutes(1)) <= 0) {
      return d;
    }
    throw new IllegalArgumentException(
        "option "
            + name
            + " must be a duration from "
            + least.toMillis()
            + "ms to 1min, not "
            + value);
  }

  private static int whole(
      Map<String, Object> options, String name, int fallback, int least, int greatest) {
    Object value = options.getOrDefault(name, fallback);
    if (value instanceof Number n
        && n.doubleValue() == n.intValue()
        && n.intValue() >= least
        && n.intValue() <= greatest) {
      return n.intValue();
    }
    throw new IllegalArgumentException(
        "option " + name + " must be " + least + " to " + greatest + ", not " + value);
  }
}
