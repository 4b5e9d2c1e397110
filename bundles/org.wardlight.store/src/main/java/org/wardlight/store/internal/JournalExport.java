package org.wardlight.store.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes entries for people and spreadsheets: one line each, with the entry itself and its hash.
 */
final class JournalExport implements Consumer<Chain.Link> {
  private static final JsonFactory JSON = new JsonFactory();

  private final Appendable out;
  private final boolean csv;
  private final Instant from;
  private final Instant to;
  private final Map<String, String> rooms = new HashMap<>();
  private long written;

  /**
   * Begins an export.
   *
   * @param from the first moment that counts
   * @param to the first moment that does not count any more
   */
  JournalExport(Appendable out, boolean csv, Instant from, Instant to) throws IOException {
    this.out = out;
    this.csv = csv;
    this.from = from;
    this.to = to;
    if (csv) {
      out.append("sequence,at,ward,room,alarm,event,by,reason,entry,hash\r\n");
    }
  }

  long written() {
    return written;
  }

  @Override
  public void accept(Chain.Link link) {
    try {
      EventFacts facts = EventFacts.of(link.text());
      String alarm = facts.get("alarm");
      String room = facts.get("room");
      // Only the first event of an alarm names its room.
      if (!alarm.isEmpty() && !room.isEmpty()) {
        rooms.put(alarm, room);
      } else if (room.isEmpty()) {
        room = rooms.getOrDefault(alarm, "");
      }
      if (facts.get("type").equals("Closed")) {
        rooms.remove(alarm);
      }
      Instant at = link.event().at();
      if (!at.isBefore(from) && at.isBefore(to)) {
        write(link, facts, room);
        written++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Chain.Link link, EventFacts facts, String room) throws IOException {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("at", facts.get("at"));
    columns.put("ward", facts.get("ward"));
    columns.put("room", room);
    columns.put("alarm", facts.get("alarm"));
    columns.put("event", facts.get("type"));
    columns.put("by", facts.get("by"));
    columns.put("reason", facts.get("reason"));
    columns.put("entry", link.text());
    columns.put("hash", link.hash().toString());
    if (csv) {
      out.append(Long.toString(link.sequence()))
          .append(',')
          .append(
              columns.values().stream().map(JournalExport::cell).collect(Collectors.joining(",")))
          .append("\r\n");
      return;
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("sequence", link.sequence());
      for (Map.Entry<String, String> column : columns.entrySet()) {
        json.writeStringField(column.getKey(), column.getValue());
      }
      json.writeEndObject();
    }
    out.append(line.toString()).append('\n');
  }

  private static String cell(String value) {
    boolean quoted = value.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
