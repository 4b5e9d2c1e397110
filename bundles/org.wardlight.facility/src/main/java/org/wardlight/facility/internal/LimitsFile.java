package org.wardlight.facility.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.CareLimits.Change;

/** Keeps changed limits in one file, which is replaced as a whole. */
final class LimitsFile {
  /** Below the directory of earlier configurations. */
  static final String NAME = "limits.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  LimitsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads what was kept.
   *
   * @throws IOException if the file is there but cannot be read
   */
  ChangedLimits read() throws IOException {
    if (!Files.exists(file)) {
      return ChangedLimits.NONE;
    }
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      return new ChangedLimits(changes(json.required("held")), changes(json.required("history")));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Change> changes(JsonNode list) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode json : list) {
      JsonNode until = json.get("until");
      changes.add(
          new Change(
              Instant.parse(json.required("at").asText()),
              json.required("resident").asText(),
              json.required("limit").asText(),
              json.required("from").asText(),
              json.required("to").asText(),
              json.required("by").asText(),
              json.required("reason").asText(),
              until == null ? null : Instant.parse(until.asText()),
              json.required("recorded").asBoolean()));
    }
    return changes;
  }

  /** On disk when this returns. */
  void write(ChangedLimits kept) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    kept.held().forEach(change -> json.withArray("held").add(json(change)));
    kept.history().forEach(change -> json.withArray("history").add(json(change)));
    json.withArray("held");
    json.withArray("history");
    DurableFiles.writePrivate(file, JSON.writeValueAsBytes(json));
  }

  private static ObjectNode json(Change change) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("at", change.at().toString())
            .put("resident", change.resident())
            .put("limit", change.limit())
            .put("from", change.from())
            .put("to", change.to())
            .put("by", change.by())
            .put("reason", change.reason());
    @Nullable Instant until = change.until();
    if (until != null) {
      json.put("until", until.toString());
    }
    return json.put("recorded", change.recorded());
  }
}
