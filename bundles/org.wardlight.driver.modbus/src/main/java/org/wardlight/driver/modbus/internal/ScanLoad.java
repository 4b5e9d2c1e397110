package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.wardlight.api.point.ScanClass;

/**
 * Whether the reads of a link fit into their scan periods, known from the scan plan alone. An
 * estimate from below: the bytes of a serial line and the pauses are known, for everything else a
 * request is given {@link #ROUND_TRIP}.
 */
final class ScanLoad {
  /** From a request to its answer; gateways and devices that take less are rare. */
  static final Duration ROUND_TRIP = Duration.ofMillis(5);

  private ScanLoad() {}

  /** Of the most urgent scan class that does not fit, what is wrong and what to do; or nothing. */
  static List<String> overload(ScanPlan plan, LinkOptions options) {
    double busy = 0;
    for (ScanClass scan : ScanClass.values()) {
      List<ReadBlock> blocks = plan.blocks().stream().filter(b -> b.scan() == scan).toList();
      Duration period = options.periods().getOrDefault(scan, scan.defaultPeriod());
      long nanos = blocks.stream().mapToLong(b -> nanos(b, options)).sum() / options.inFlight();
      double share = (double) nanos / period.toNanos();
      if (!blocks.isEmpty() && busy + share > 1) {
        return List.of(words(scan, blocks.size(), Duration.ofNanos(nanos), period, busy));
      }
      busy += share;
    }
    return List.of();
  }

  private static long nanos(ReadBlock block, LinkOptions options) {
    return ROUND_TRIP.toNanos()
        + options.pause().toNanos()
        + options.framing().wireNanos(block.pdu());
  }

  private static String words(
      ScanClass scan, int requests, Duration takes, Duration period, double busy) {
    return ("%d requests of scan class %s take at least %d ms, but are due every %d ms%s: some come"
            + " too late (see its overruns). Use more gateways or lines, a higher baud rate, or a"
            + " longer period (option `scan`)")
        .formatted(
            requests,
            scan.name().toLowerCase(Locale.ROOT),
            takes.toMillis(),
            period.toMillis(),
            busy > 0 ? ", beside others that take %.0f %% of the time".formatted(100 * busy) : "");
  }
}
