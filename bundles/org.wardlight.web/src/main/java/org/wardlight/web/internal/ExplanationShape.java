package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.wardlight.api.rule.Explanations.Explanation;
import org.wardlight.api.rule.Explanations.Followed;

/** Why what holds in a room holds; conclusions carry their type. */
final class ExplanationShape {
  private final RecordJson records;

  ExplanationShape(RecordJson records) {
    this.records = records;
  }

  void write(JsonGenerator out, Explanation explanation) throws IOException {
    out.writeStartObject();
    out.writeStringField("room", explanation.room());
    out.writeFieldName("facts");
    records.write(out, explanation.facts());
    Json.list(out, "conclusions", explanation.conclusions(), this::followed);
    out.writeFieldName("rules");
    records.write(out, explanation.rules());
    out.writeEndObject();
  }

  private void followed(JsonGenerator out, Followed followed) throws IOException {
    out.writeStartObject();
    out.writeFieldName("conclusion");
    records.writeTyped(out, followed.conclusion());
    out.writeStringField("rule", followed.rule());
    out.writeStringField("block", followed.block());
    out.writeFieldName("because");
    records.write(out, followed.because());
    out.writeEndObject();
  }
}
