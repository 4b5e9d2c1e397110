package org.wardlight.commissioning.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

/**
 * What a poll means: the exit code, and sentences that say what to look at.
 *
 * @param code one of the constants
 */
record Verdict(int code, List<String> advice) {
  /** Every point was read and is good. */
  static final int GOOD = 0;

  /** The device answers, but some points are not good. */
  static final int PARTLY = 1;

  /** The command line or a file makes no sense. */
  static final int USAGE = 2;

  /** No connection could be made. */
  static final int UNREACHABLE = 3;

  /** There is a connection, but the device does not answer. */
  static final int SILENT = 4;

  /** The device refuses everything. */
  static final int REFUSED = 5;

  /** The server's certificate is not trusted. */
  static final int NOT_TRUSTED = 6;

  Verdict {
    advice = List.copyOf(advice);
  }

  static Verdict of(Poll poll) {
    DriverFailure failure = poll.failure();
    if (failure != null) {
      return noConnection(failure);
    }
    Map<QualityReason, Integer> counts = new EnumMap<>(QualityReason.class);
    poll.values().stream()
        .filter(value -> value.quality() != Quality.GOOD)
        .forEach(value -> counts.merge(value.reason(), 1, Integer::sum));
    if (counts.isEmpty()) {
      return new Verdict(GOOD, List.of());
    }
    List<String> advice = new ArrayList<>();
    counts.forEach((reason, n) -> advice.add(points(n) + " " + reason + ": " + meaning(reason)));
    int all = poll.values().size();
    int silent =
        counts.getOrDefault(QualityReason.TIMEOUT, 0)
            + counts.getOrDefault(QualityReason.NEVER_READ, 0);
    int refused = counts.getOrDefault(QualityReason.REJECTED, 0);
    return new Verdict(silent == all ? SILENT : refused == all ? REFUSED : PARTLY, advice);
  }

  private static Verdict noConnection(DriverFailure failure) {
    String detail = failure.detail().toLowerCase(Locale.ROOT);
    if (detail.contains("certificate") || detail.contains("trust")) {
      return new Verdict(
          NOT_TRUSTED,
          List.of(
              failure.detail(),
              "Accept the server's certificate on the engineering page of the running server, then"
                  + " repeat with --data and its data directory."));
    }
    if (failure instanceof DriverFailure.Timeout) {
      return new Verdict(
          SILENT, List.of(failure.detail(), "Something is there, but it does not speak."));
    }
    return new Verdict(
        failure instanceof DriverFailure.Rejected ? REFUSED : UNREACHABLE,
        List.of(
            failure.detail(),
            "Check address and port, cable and firewall. A gateway that serves one client only"
                + " refuses a second one while the server is connected."));
  }

  private static String points(int n) {
    return n + (n == 1 ? " point" : " points");
  }

  private static String meaning(QualityReason reason) {
    return switch (reason) {
      case TIMEOUT ->
          "the gateway is there, but this unit does not answer: wrong unit id, device off, or its"
              + " bus; a slow device wants --option timeout=3s.";
      case REJECTED ->
          "the device refuses (Modbus exception 2, or an unknown node): the address is off by one,"
              + " lies in another table, or this version of the device lacks it.";
      case MALFORMED ->
          "the answer breaks the protocol: wrong type, or not the device it should be.";
      case OUT_OF_RANGE ->
          "outside of min and max: look at sign (int16 or uint16), scale, and word order.";
      case UNSUPPORTED -> "the driver cannot read such an address: see the device type's file.";
      case DEVICE_REPORTED -> "the device itself says that the value is none, or unknown.";
      case NEVER_READ -> "nothing came in time: raise --wait.";
      case DISCONNECTED -> "the connection broke while reading.";
      default -> "see docs/link-states.md.";
    };
  }
}
