package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;

/** Keeps how old the values and alarms of screens were when they came. Thread-safe. */
final class Ages implements Screen.Viewer {
  private final Latencies values = new Latencies();
  private final Latencies alarms = new Latencies();

  /** From receiving an answer with a new value to the frame on the screen. */
  Latencies values() {
    return values;
  }

  /** From receiving an answer with a pressed button to the alarm on the screen. */
  Latencies alarms() {
    return alarms;
  }

  void clear() {
    values.clear();
    alarms.clear();
  }

  @Override
  public void value(int point, long micros) {
    values.add(micros);
  }

  @Override
  public void alarm(Screen on, JsonNode alarm, long micros) {
    alarms.add(micros);
  }
}
