package org.wardlight.tests.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Realerted;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.Unattended;

/**
 * No alarm lies about: who is called and does not come is followed by another group within minutes;
 * what ends by itself ends when it is over. No alarm is raised twice, and of a kind and space at
 * most one is open.
 */
final class AlarmLaw implements Law {
  private static final long SECOND = 1_000_000_000L;

  /** The demo's groups are called for a minute; two of them may have nobody on duty. */
  private static final long LONGEST_UNHEARD = 300 * SECOND;

  /** What chatters waits until it has been quiet for a minute. */
  private static final long LONGEST_AFTER_RETURN = 300 * SECOND;

  private static final long LOOK_EVERY = 10 * SECOND;

  private final Stage stage;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<String, String> openAt = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private long raised;
  private long nextLook;

  private static final class Open {
    AlarmClass alarmClass;
    boolean calling = true;
    long callingSince;
    boolean holds;
    long returnedAt;

    Open(AlarmClass alarmClass, long now, boolean holds) {
      this.alarmClass = alarmClass;
      this.holds = holds;
      callingSince = now;
    }
  }

  AlarmLaw(Stage stage) {
    this.stage = stage;
  }

  /** How many alarms were raised. */
  long raised() {
    return raised;
  }

  /** How many are open. */
  int open() {
    return open.size();
  }

  @Override
  public void happened(AlarmEvent event) {
    if (event instanceof Raised one) {
      raise(one);
      return;
    }
    String id = event.alarm();
    Open one = id == null ? null : open.get(id);
    if (id == null || one == null) {
      // Of an alarm that was closed while it held: it may be raised again.
      boolean unused = event instanceof Returned && ended.remove(event.alarm());
    } else if (event instanceof Closed) {
      open.remove(id);
      openAt.values().remove(id);
      if (one.holds) {
        ended.add(id);
      }
    } else {
      change(one, event);
    }
  }

  private void raise(Raised one) {
    raised++;
    String place = one.kind() + "@" + one.space();
    String other = openAt.put(place, one.alarm());
    if (other != null) {
      stage.complain("two are open: " + other + " and " + one.alarm());
      open.remove(other);
    }
    if (ended.contains(one.alarm())) {
      stage.complain("raised again although it has not returned: " + one.alarm());
    }
    open.put(one.alarm(), new Open(one.alarmClass(), stage.now(), one.conditionActive()));
  }

  private void change(Open one, AlarmEvent event) {
    if (event instanceof Reclassified changed) {
      one.alarmClass = changed.alarmClass();
    } else if (event instanceof Returned) {
      one.holds = false;
      one.returnedAt = stage.now();
    } else if (event instanceof Repeated repeated) {
      one.holds = repeated.conditionActive();
      one.returnedAt = stage.now();
    } else if (event instanceof Escalated
        || event instanceof Accepted
        || event instanceof Attended) {
      one.calling = false;
    } else if (event instanceof Unattended || event instanceof Realerted) {
      one.calling = true;
      one.callingSince = stage.now();
    }
  }

  @Override
  public void check() {
    if (!stage.up() || stage.now() < nextLook) {
      return;
    }
    nextLook = stage.now() + LOOK_EVERY;
    open.forEach(this::check);
  }

  private void check(String id, Open one) {
    long now = stage.now();
    if (one.alarmClass.needsPerson()) {
      long since = Math.max(one.callingSince, stage.upSince());
      if (one.calling && now - since > LONGEST_UNHEARD) {
        stage.complain("nobody came and nobody else was called: " + id);
        one.calling = false;
      }
    } else if (!one.holds
        && now - Math.max(one.returnedAt, stage.upSince()) > LONGEST_AFTER_RETURN) {
      stage.complain("over, but still open: " + id);
      one.holds = true;
    }
  }
}
