package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.wardlight.api.commission.Poll;

/** What reading a device once gave, without what a facility knows of its points. */
final class PollShape {
  private final RecordJson records;

  PollShape(RecordJson records) {
    this.records = records;
  }

  void write(JsonGenerator out, Poll poll) throws IOException {
    out.writeStartObject();
    Json.number(out, "took", poll.took().toNanos() / 1e9);
    out.writeFieldName("failure");
    if (poll.failure() == null) {
      out.writeNull();
    } else {
      records.writeTyped(out, poll.failure());
    }
    Json.list(out, "values", poll.values(), this::value);
    out.writeEndObject();
  }

  private void value(JsonGenerator out, Poll.Value value) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", value.point().name());
    out.writeStringField("kind", value.point().kind().id());
    out.writeStringField("unit", value.point().kind().unit());
    out.writeFieldName("address");
    records.write(out, value.point().address());
    Json.number(out, "value", value.value());
    Json.string(out, "text", value.text());
    out.writeStringField("quality", value.quality().name());
    out.writeStringField("reason", value.reason().name());
    Json.number(out, "after", value.after().toNanos() / 1e9);
    out.writeEndObject();
  }
}
