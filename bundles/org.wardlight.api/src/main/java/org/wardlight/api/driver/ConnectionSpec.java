package org.wardlight.api.driver;

import java.net.URI;
import java.util.Map;

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
}
