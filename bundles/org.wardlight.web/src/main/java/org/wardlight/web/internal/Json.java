package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes JSON straight to text, without trees. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Something that writes one JSON value. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  static String text(Body body) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory", e);
    }
    return text.toString();
  }

  /** A list of values, each written by the same writer. */
  static <T> void list(JsonGenerator out, String field, Iterable<? extends T> items, Item<T> item)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (T each : items) {
      item.write(out, each);
    }
    out.writeEndArray();
  }

  /** Writes one value of a list. */
  @FunctionalInterface
  interface Item<T> {
    void write(JsonGenerator out, T item) throws IOException;
  }

  static void string(JsonGenerator out, String field, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNullField(field);
    } else {
      out.writeStringField(field, value.toString());
    }
  }

  /** Null for what is no number; whole numbers without a fraction. */
  static void number(JsonGenerator out, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }

  static void number(JsonGenerator out, String field, double value) throws IOException {
    out.writeFieldName(field);
    number(out, value);
  }

  /** Microseconds since 1970. */
  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
