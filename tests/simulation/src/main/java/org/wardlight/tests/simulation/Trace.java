package org.wardlight.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.point.Point;

/**
 * Judges nothing: tells what happens in one room and to the server, to see why a law was broken.
 */
final class Trace implements Law {
  private final Stage stage;
  private final String room;
  private final Instant from;
  private final Instant until;
  private final Consumer<String> teller;
  private final Map<String, Double> last = new HashMap<>();

  Trace(Stage stage, String room, Instant from, Instant until, Consumer<String> teller) {
    this.stage = stage;
    this.room = room;
    this.from = from;
    this.until = until;
    this.teller = teller;
  }

  private void tell(String what) {
    Instant now = stage.trueTime();
    if (!now.isBefore(from) && now.isBefore(until)) {
      String clock = stage.up() ? stage.serverTime().toString() : "down";
      teller.accept(now + " (server " + clock + ") " + what);
    }
  }

  @Override
  public void delivered(Point point, double value) {
    if (point.room().equals(room) && point.kind().safety()) {
      Double before = last.put(point.name(), value);
      if (before == null || before != value) {
        tell(point.name() + " = " + value);
      }
    }
  }

  @Override
  public void silent(Point point) {
    if (last.remove(point.name()) != null) {
      tell(point.name() + " is silent");
    }
  }

  @Override
  public void happened(AlarmEvent event) {
    if (event.toString().contains("@" + room + "/")) {
      tell(event.toString());
    }
  }

  @Override
  public void started() {
    tell("the server begins");
  }

  @Override
  public void stopped() {
    tell("the server ends");
  }

  @Override
  public void jumped(Duration by) {
    tell("the clock jumps by " + by);
  }
}
