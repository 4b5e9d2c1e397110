package org.wardlight.facility.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.driver.ConnectionSpec;

/** Reads {@code connections.yaml}. */
final class Connections {
  private Connections() {}

  /**
   * The connections by id.
   *
   * @param schemes what endpoints may begin with; empty if that is not known
   */
  static Map<String, ConnectionSpec> read(Section file, Set<String> schemes) {
    Map<String, ConnectionSpec> connections = new LinkedHashMap<>();
    Map<URI, String> endpoints = new LinkedHashMap<>();
    file.sections()
        .forEach(
            (id, section) -> {
              String endpoint = section.text("endpoint");
              if (endpoint == null) {
                return;
              }
              URI uri;
              try {
                uri = new URI(endpoint);
              } catch (URISyntaxException e) {
                section.problem(
                    section.valueAt("endpoint"),
                    "`" + endpoint + "` is not an address: " + e.getReason());
                return;
              }
              if (uri.getScheme() == null) {
                return; // the schema has reported it
              }
              if (!schemes.isEmpty() && !schemes.contains(uri.getScheme())) {
                section.problem(
                    section.valueAt("endpoint"),
                    "no driver speaks `%s`%s"
                        .formatted(uri.getScheme(), DidYouMean.among(uri.getScheme(), schemes)));
                return;
              }
              String other = endpoints.putIfAbsent(uri, id);
              if (other != null) {
                section.problem(
                    section.valueAt("endpoint"),
                    "`" + other + "` already has this endpoint: use one connection for both");
              }
              Section options = section.section("options");
              connections.put(
                  id, new ConnectionSpec(id, uri, options == null ? Map.of() : options.plain()));
            });
    return connections;
  }
}
