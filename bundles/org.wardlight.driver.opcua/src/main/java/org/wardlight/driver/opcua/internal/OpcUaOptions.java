package org.wardlight.driver.opcua.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ScanClass;

/**
 * The options of one connection.
 *
 * @param publishing how often the server sends what has changed
 * @param timeout longest wait for the answer to a read, a write or a keep-alive
 * @param connectTimeout longest time from the attempt to connect to an active session: much longer,
 *     because a server, or this one, that has just started is slow
 * @param deadband of points with quantities that state none of their own
 */
record OpcUaOptions(
    Duration publishing,
    Duration timeout,
    Duration connectTimeout,
    Map<ScanClass, Duration> sampling,
    Deadband deadband,
    Security security,
    Login login) {
  static final Duration DEFAULT_PUBLISHING = Duration.ofMillis(100);
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(8);
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaOptions.class);
  private static final List<String> KNOWN =
      List.of(
          "security",
          "mode",
          "check-host",
          "user",
          "password-file",
          "password",
          "user-certificate",
          "user-key",
          "publishing",
          "timeout",
          "connect-timeout",
          "scan",
          "deadband");

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
    return new OpcUaOptions(
        duration(spec, "publishing", options.get("publishing"), DEFAULT_PUBLISHING),
        duration(spec, "timeout", options.get("timeout"), DEFAULT_TIMEOUT),
        duration(spec, "connect-timeout", options.get("connect-timeout"), DEFAULT_CONNECT_TIMEOUT),
        sampling(spec, options.get("scan")),
        deadband(spec, options.get("deadband")),
        security(spec),
        login(spec));
  }

  /**
   * How long a server that was lost may take for its first answer: shorter than for the first
   * attempt, so that one attempt in vain does not keep a server waiting that is back.
   */
  Duration firstAnswer() {
    return timeout.compareTo(connectTimeout) < 0 ? timeout : connectTimeout;
  }

  private static Deadband deadband(ConnectionSpec spec, @Nullable Object said) {
    try {
      return said == null ? Deadband.NONE : Deadband.of(said);
    } catch (IllegalArgumentException e) {
      throw refused(spec, String.valueOf(e.getMessage()));
    }
  }

  private static Security security(ConnectionSpec spec) {
    Map<String, Object> options = spec.options();
    Object policy = options.getOrDefault("security", "none");
    var known = Security.POLICIES.get(String.valueOf(policy));
    if (known == null) {
      throw refused(spec, "security '" + policy + "' is none of " + Security.POLICIES.keySet());
    }
    Object checkHost = options.getOrDefault("check-host", true);
    if (!(checkHost instanceof Boolean check)) {
      throw refused(spec, "check-host must be true or false, not " + checkHost);
    }
    Object mode = options.get("mode");
    if (known == Security.NONE.policy()) {
      if (mode != null) {
        throw refused(spec, "mode needs a security other than none");
      }
      return Security.NONE;
    }
    MessageSecurityMode knownMode =
        Security.MODES.get(mode == null ? "sign-and-encrypt" : String.valueOf(mode));
    if (knownMode == null) {
      throw refused(spec, "mode '" + mode + "' is none of " + Security.MODES.keySet());
    }
    return new Security(known, knownMode, check);
  }

  private static Login login(ConnectionSpec spec) {
    String user = text(spec, "user");
    String password = text(spec, "password");
    String passwordFile = text(spec, "password-file");
    String certificate = text(spec, "user-certificate");
    String key = text(spec, "user-key");
    if ((certificate == null) != (key == null)) {
      throw refused(spec, "user-certificate and user-key need each other");
    }
    if (certificate != null && key != null) {
      if (user != null || password != null || passwordFile != null) {
        throw refused(spec, "either user and password or user-certificate and user-key, not both");
      }
      return new Login.Certificate(certificate, key);
    }
    if (user == null) {
      if (password != null || passwordFile != null) {
        throw refused(spec, "a password needs a user");
      }
      return Login.ANONYMOUS;
    }
    if (password != null && passwordFile != null) {
      throw refused(spec, "either password-file or password, not both");
    }
    if (password != null) {
      LOG.warn(
          "connection {}: the password stands in the configuration; password-file keeps it apart",
          spec.id());
    }
    return new Login.User(user, password, passwordFile);
  }

  private static @Nullable String text(ConnectionSpec spec, String key) {
    Object value = spec.options().get(key);
    return value == null ? null : value.toString();
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
