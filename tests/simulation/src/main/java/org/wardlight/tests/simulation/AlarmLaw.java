package org.wardlight.tests.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.Unattended;
import org.wardlight.api.alarm.Handling;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.Ward;

/**
 * No alarm lies about: who is called and does not come is followed by the next, until everybody is
 * called; what ends by itself ends when it is over. No alarm is raised twice, and of a kind and
 * space at most one is open.
 */
final class AlarmLaw implements Law {
  private static final long SECOND = 1_000_000_000L;

  /** Beyond what the groups of a shift have together, until everybody is called. */
  private static final long PROMPT = 5 * SECOND;

  /** What chatters waits until it has been quiet for a minute. */
  private static final long LONGEST_AFTER_RETURN = 300 * SECOND;

  private static final long LOOK_EVERY = SECOND;

  private final Stage stage;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<String, String> openAt = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Long> chainOfWard = new HashMap<>();
  private long raised;
  private long nextLook;

  private static final class Open {
    final long chain;
    AlarmClass alarmClass;
    boolean calling = true;
    boolean everybody;
    long callingSince;
    boolean holds;
    long returnedAt;

    Open(long chain, AlarmClass alarmClass, long now, boolean holds) {
      this.chain = chain;
      this.alarmClass = alarmClass;
      this.holds = holds;
      callingSince = now;
    }
  }

  AlarmLaw(Stage stage) {
    this.stage = stage;
    AlarmSettings settings = stage.facility().alarms();
    for (Ward ward : stage.facility().wards()) {
      long longest = 0;
      for (AlarmSettings.Shift shift : settings.roster(ward.id()).shifts()) {
        long all = shift.chain().stream().mapToLong(level -> level.delay().toNanos()).sum();
        longest = Math.max(longest, all);
      }
      chainOfWard.put(ward.id(), longest);
    }
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
    long chain = chainOfWard.getOrDefault(one.ward(), 0L);
    open.put(one.alarm(), new Open(chain, one.alarmClass(), stage.now(), one.conditionActive()));
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
    } else if (event instanceof Escalated next) {
      one.everybody |= next.called().equals(Handling.EVERYBODY);
    } else if (event instanceof Attended) {
      one.calling = false;
    } else if (event instanceof Unattended) {
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
      // An emergency calls everybody from the first.
      boolean enough = one.everybody || one.alarmClass == AlarmClass.EMERGENCY || one.chain == 0;
      if (one.calling && !enough && now - since > one.chain + PROMPT) {
        stage.complain("nobody came, and not everybody was called: " + id);
        one.calling = false;
      }
    } else if (!one.holds
        && now - Math.max(one.returnedAt, stage.upSince()) > LONGEST_AFTER_RETURN) {
      stage.complain("over, but still open: " + id);
      one.holds = true;
    }
  }
}
