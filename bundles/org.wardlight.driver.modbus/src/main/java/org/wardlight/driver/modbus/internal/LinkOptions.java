package org.wardlight.driver.modbus.internal;

import com.fazecast.jSerialComm.SerialPort;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ScanClass;

/**
 * The validated settings of one connection.
 *
 * @param rtu whether frames are those of serial lines
 * @param timeout how long an answer is waited for
 * @param patience how long the others wait for an answer; null if that is measured
 * @param inFlight requests that may be under way at once
 * @param pause least time between an answer and the next request
 */
record LinkOptions(
    Place place,
    boolean rtu,
    Duration timeout,
    @Nullable Duration patience,
    int inFlight,
    Duration pause,
    Map<ScanClass, Duration> periods,
    BlockLimits limits) {

  static final String TCP = "modbus-tcp";
  static final String RTU_OVER_TCP = "modbus-rtu-tcp";
  static final String RTU = "modbus-rtu";
  static final Set<String> SCHEMES = Set.of(TCP, RTU_OVER_TCP, RTU);
  static final int DEFAULT_PORT = 502;
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  /** Shorter, for on a serial line everybody waits for a unit that falls silent. */
  static final Duration DEFAULT_RTU_TIMEOUT = Duration.ofMillis(300);

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(25);

  /** Serial adapters hold bytes back for some 16 ms; and an answer that comes later is lost. */
  private static final Duration LEAST_RTU_PATIENCE = Duration.ofMillis(100);

  static final int DEFAULT_IN_FLIGHT = 1;
  static final int DEFAULT_BAUD = 19_200;

  private static final int BITS_PER_CHARACTER = 11;
  private static final int FAST_BAUD = 19_200;

  /** Where the units are. */
  sealed interface Place {}

  /** A gateway. */
  record Host(String name, int port) implements Place {}

  /** A serial port. */
  record Line(String device, int baud, int dataBits, Parity parity, int stopBits) implements Place {
    long nanosPerByte() {
      return BITS_PER_CHARACTER * 1_000_000_000L / baud;
    }

    /** The silence of 3.5 characters between frames; above 19,200 baud it does not get shorter. */
    Duration silence() {
      return Duration.ofNanos(
          baud > FAST_BAUD ? 1_750_000 : BITS_PER_CHARACTER * 3_500_000_000L / baud);
    }
  }

  /** The check bit of a character. */
  enum Parity {
    NONE(SerialPort.NO_PARITY),
    EVEN(SerialPort.EVEN_PARITY),
    ODD(SerialPort.ODD_PARITY);

    final int constant;

    Parity(int constant) {
      this.constant = constant;
    }
  }

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
      return read(connection.endpoint(), new Settings("option ", connection.options()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "connection " + connection.id() + ": " + e.getMessage(), e);
    }
  }

  private static LinkOptions read(URI endpoint, Settings options) {
    String scheme = String.valueOf(endpoint.getScheme());
    Set<String> known = new HashSet<>(BlockLimits.NAMES);
    known.addAll(Set.of("timeout", "patience", "pause", "scan"));
    known.addAll(
        switch (scheme) {
          case TCP -> Set.of("in-flight");
          case RTU -> Set.of("baud", "data-bits", "parity", "stop-bits");
          default -> Set.of();
        });
    options.only(known);
    Place place = scheme.equals(RTU) ? line(endpoint, options) : host(endpoint);
    Duration pause = options.duration("pause", Duration.ZERO, Duration.ZERO);
    if (place instanceof Line line && pause.compareTo(line.silence()) < 0) {
      pause = line.silence();
    }
    boolean rtu = !scheme.equals(TCP);
    Duration least = Duration.ofMillis(10);
    return new LinkOptions(
        place,
        rtu,
        options.duration("timeout", rtu ? DEFAULT_RTU_TIMEOUT : DEFAULT_TIMEOUT, least),
        options.has("patience") ? options.duration("patience", least, least) : null,
        options.whole("in-flight", DEFAULT_IN_FLIGHT, 1, 16),
        pause,
        periods(options.map("scan")),
        BlockLimits.DEFAULT.with(options));
  }

  private static Host host(URI endpoint) {
    String host = endpoint.getHost();
    if (!SCHEMES.contains(String.valueOf(endpoint.getScheme()))
        || host == null
        || !endpoint.getPath().isEmpty()
        || endpoint.getQuery() != null) {
      throw new IllegalArgumentException(
          "endpoint must be %s://host:port, %s://host:port or %s:///dev/port, not %s"
              .formatted(TCP, RTU_OVER_TCP, RTU, endpoint));
    }
    return new Host(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        endpoint.getPort() == -1 ? DEFAULT_PORT : endpoint.getPort());
  }

  private static Line line(URI endpoint, Settings options) {
    String device = endpoint.getPath();
    if (endpoint.getAuthority() != null
        || device == null
        || device.length() < 2
        || endpoint.getQuery() != null) {
      throw new IllegalArgumentException(
          "endpoint must be " + RTU + ":///dev/port with its settings in options, not " + endpoint);
    }
    return new Line(
        device,
        options.whole("baud", DEFAULT_BAUD, 300, 921_600),
        options.whole("data-bits", 8, 8, 8),
        options.word(Parity.class, "parity", Parity.EVEN),
        options.whole("stop-bits", 1, 1, 2));
  }

  private static Map<ScanClass, Duration> periods(Settings given) {
    Map<ScanClass, Duration> periods = new EnumMap<>(ScanClass.class);
    for (ScanClass scan : ScanClass.values()) {
      String name = scan.name().toLowerCase(Locale.ROOT);
      periods.put(scan, given.duration(name, scan.defaultPeriod(), Duration.ofMillis(10)));
    }
    given.only(Set.of("safety", "normal", "slow"));
    return periods;
  }

  /** How long others wait for a unit at least, however fast it uses to answer. */
  Duration leastPatience() {
    return rtu ? LEAST_RTU_PATIENCE : LEAST_PATIENCE;
  }

  /** How frames are packed. */
  Framing framing() {
    if (!rtu) {
      return new TcpFraming();
    }
    return new RtuFraming(place instanceof Line line ? line.nanosPerByte() : 0);
  }
}
