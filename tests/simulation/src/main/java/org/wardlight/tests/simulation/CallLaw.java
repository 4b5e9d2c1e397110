package org.wardlight.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Supervision;

/**
 * Every press that was delivered is an alarm of its own or repeats one, each press for itself; only
 * presses within a second are one. A button that is on when the server starts has called.
 */
final class CallLaw implements Law {
  private static final String EMERGENCY = "staff.emergency";
  private static final long SECOND = 1_000_000_000L;

  private final Stage stage;
  private final Map<Integer, Button> buttons = new HashMap<>();
  private final List<Press> waiting = new ArrayList<>();
  private final Map<String, Long> answered = new HashMap<>();
  private final Map<String, Long> closed = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private long presses;

  private static final class Button {
    boolean known;
    boolean on;
    long onSince;
  }

  private record Press(Point point) {}

  CallLaw(Stage stage) {
    this.stage = stage;
    for (Point point : stage.facility().points()) {
      if (point.kind().raises() != null && point.supervision().equals(Supervision.NONE)) {
        buttons.put(point.id(), new Button());
      }
    }
  }

  /** How many presses were delivered. */
  long presses() {
    return presses;
  }

  @Override
  public void delivered(Point point, double value) {
    Button button = buttons.get(point.id());
    PointKind.Call call = point.kind().raises();
    if (button == null || call == null) {
      return;
    }
    boolean on = value != 0;
    if (on && !button.on) {
      button.onSince = stage.now();
    }
    boolean pressed = on && button.known && !button.on;
    boolean foundOn = on && !button.known && !dealtWith(point, call, button);
    if (pressed || foundOn) {
      pressed(point);
    }
    button.known = true;
    button.on = on;
  }

  private boolean dealtWith(Point point, PointKind.Call call, Button button) {
    return open.contains(call.kind() + "@" + point.space())
        || open.contains(EMERGENCY + "@" + point.space())
        || closed.getOrDefault(point.space(), -1L) >= button.onSince;
  }

  private void pressed(Point point) {
    presses++;
    Long last = answered.get(point.space());
    // A clock that works off its lead goes a thousandth slower: its second is longer.
    long together = SECOND + (stage.leads() ? SECOND / 1000 : 0);
    if (last == null || stage.now() - last >= together) {
      waiting.add(new Press(point));
    }
  }

  @Override
  public void happened(AlarmEvent event) {
    if (event instanceof Raised raised) {
      open.add(raised.kind() + "@" + raised.space());
      answered(raised.kind(), raised.space());
    } else if (event instanceof Repeated repeated) {
      Place place = Place.of(repeated.alarm());
      answered(place.kind(), place.space());
    } else if (event instanceof Closed end) {
      Place place = Place.of(end.alarm());
      open.remove(place.kind() + "@" + place.space());
      closed.put(place.space(), stage.now());
    }
  }

  private void answered(String kind, String space) {
    for (Press press : waiting) {
      PointKind.Call call = press.point.kind().raises();
      boolean its = kind.equals(EMERGENCY) || (call != null && call.kind().equals(kind));
      if (its && press.point.space().equals(space)) {
        waiting.remove(press);
        answered.put(space, stage.now());
        return;
      }
    }
  }

  @Override
  public void stopped() {
    buttons.values().forEach(button -> button.known = false);
  }

  @Override
  public void check() {
    for (Press press : waiting) {
      stage.complain("swallowed: a press of " + press.point.name());
    }
    waiting.clear();
  }
}
