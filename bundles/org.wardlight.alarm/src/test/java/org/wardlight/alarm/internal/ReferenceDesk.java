package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.rule.Condition;

/**
 * The desk once more, the plainest way: it lives through every second and writes down what it sees.
 * Knows the roster of {@link House#ROSTER}: nurses for 60 s if one is there, the team for 30 s,
 * then everybody.
 */
final class ReferenceDesk {
  private static final class A {
    String id = "";
    String kind = "";
    String room = "";
    AlarmClass cls = AlarmClass.CALL;
    boolean call;
    boolean wet;
    boolean holds;
    String state = "RAISED";
    String by = "";
    boolean spoken;
    Instant accepted = Instant.EPOCH;
    Instant calling = Instant.EPOCH;
    int level;
    String called = "everybody";
    boolean overdue;

    boolean person() {
      return cls.priority() <= 3;
    }
  }

  private record Held(Shelving.Type type, String subject, Instant until) {}

  private final Map<String, A> open = new TreeMap<>();
  private final Map<String, List<Instant>> beats = new HashMap<>();
  private final Set<String> present = new HashSet<>();
  private final List<Held> shelf = new ArrayList<>();
  private final Map<String, String> handled = new HashMap<>();
  private @Nullable Instant annaSince;
  private Instant now;

  ReferenceDesk(Instant start) {
    now = start;
  }

  /** Lives until then, second by second. */
  void until(Instant end) {
    while (now.isBefore(end)) {
      now = now.plusSeconds(1);
      second();
    }
  }

  private void second() {
    Instant anna = annaSince;
    if (anna != null && !now.isBefore(anna.plus(Duration.ofHours(13)))) {
      annaSince = null;
    }
    List<Held> over = shelf.stream().filter(held -> !now.isBefore(held.until())).toList();
    for (A a : open.values()) {
      boolean was = shelved(a);
      shelf.removeAll(over);
      boolean is = shelved(a);
      shelf.addAll(over);
      if (was && !is) {
        a.level = 0;
        a.called = "everybody";
        a.calling = now;
        a.overdue = true;
      }
    }
    shelf.removeAll(over);
    for (A a : List.copyOf(open.values())) {
      if (!a.person() && !a.call && !a.holds && !chatters(a)) {
        end(a);
      }
    }
    for (A a : open.values()) {
      escalate(a);
    }
    shelf.removeIf(
        held ->
            held.type() == Shelving.Type.ONE_ALARM
                && open.values().stream().noneMatch(a -> a.id.equals(held.subject())));
  }

  private void escalate(A a) {
    if (!a.person() || shelved(a)) {
      return;
    }
    if (a.state.equals("ACCEPTED") && !now.isBefore(a.accepted.plusSeconds(180))) {
      a.state = "RAISED";
      a.by = "";
      a.spoken = false;
      a.calling = a.accepted.plusSeconds(180);
    }
    if (!a.state.equals("RAISED")) {
      return;
    }
    boolean emergency = a.cls == AlarmClass.EMERGENCY;
    if (a.level == 0 && !emergency) {
      a.called = "nurses";
    }
    if (a.level == 0 && !emergency && annaSince == null) {
      a.level = 1;
      a.called = "team";
    }
    if (a.level == 0 && !now.isBefore(a.calling.plusSeconds(60))) {
      a.level = 1;
      a.called = emergency ? "everybody" : "team";
      a.calling = a.calling.plusSeconds(60);
    }
    if (a.level == 1 && !now.isBefore(a.calling.plusSeconds(30))) {
      a.level = 2;
      a.called = "everybody";
      a.calling = a.calling.plusSeconds(30);
    }
  }

  private boolean shelved(A a) {
    return !a.call
        && a.cls != AlarmClass.EMERGENCY
        && shelf.stream()
            .anyMatch(
                held ->
                    held.type() == Shelving.Type.ONE_ALARM
                        ? held.subject().equals(a.id)
                        : a.kind.equals("rule.0") && held.subject().equals(a.room));
  }

  private boolean chatters(A a) {
    return chatters(a.kind + "@" + a.room);
  }

  private boolean chatters(String place) {
    List<Instant> all = beats.getOrDefault(place, List.of());
    if (all.size() < 3) {
      return false;
    }
    Instant last = all.get(all.size() - 1);
    return Duration.between(all.get(all.size() - 3), last).toSeconds() < 60
        && Duration.between(last, now).toSeconds() < 60;
  }

  private void beat(A a) {
    beats.computeIfAbsent(a.kind + "@" + a.room, place -> new ArrayList<>()).add(now);
  }

  private void end(A a) {
    open.remove(a.kind + "@" + a.room);
    if (a.holds) {
      handled.put(a.kind + "@" + a.room, a.id);
    }
  }

  void take(Input input) {
    if (input instanceof Input.Called press) {
      called(press);
    } else if (input instanceof Input.TerminalPressed press) {
      // One more button of the bed.
      called(new Input.Called("", press.call(), press.room(), press.bed(), now, true));
    } else if (input instanceof Input.Conditions change) {
      change.ended().forEach(this::returned);
      change.began().forEach(this::holds);
    } else if (input instanceof Input.PresenceRead read) {
      presence(read.room(), read.present());
    } else if (input instanceof Input.ResetPressed reset) {
      reset(reset.room(), reset.wetRoom());
    } else if (input instanceof Input.BeginDuty) {
      annaSince = annaSince == null ? now : annaSince;
    } else if (input instanceof Input.EndDuty) {
      annaSince = null;
    } else if (input instanceof Input.Shelve shelve) {
      shelve(shelve);
    } else {
      people(input);
    }
    second();
  }

  private void people(Input input) {
    for (A a : List.copyOf(open.values())) {
      if (input instanceof Input.Accept accept
          && accept.alarm().equals(a.id)
          && !a.by.equals(accept.user())) {
        a.by = accept.user();
        a.accepted = now;
        a.overdue = false;
        a.state = a.state.equals("ATTENDED") ? "ATTENDED" : "ACCEPTED";
      } else if (input instanceof Input.SpokenWith spoken && spoken.alarm().equals(a.id)) {
        a.spoken |= a.cls == AlarmClass.CALL && a.by.equals(spoken.user());
      } else if (input instanceof Input.Close close && close.alarm().equals(a.id)) {
        boolean over = a.state.equals("ATTENDED") || (!a.call && !a.holds);
        boolean may =
            switch (a.cls) {
              case EMERGENCY -> !a.call && !a.holds;
              case URGENT -> over && !a.wet;
              case CALL -> over || a.spoken;
              case ADVISORY -> true;
              case TECHNICAL -> !a.holds;
            };
        if (may) {
          end(a);
        }
      }
    }
  }

  private A raise(String kind, String room, AlarmClass cls, boolean call, String id) {
    A a = new A();
    a.id = id;
    a.kind = kind;
    a.room = room;
    a.cls = cls;
    a.call = call;
    a.holds = !call;
    a.calling = now;
    boolean attended = present.contains(room) && a.person() && cls != AlarmClass.EMERGENCY;
    a.state = attended ? "ATTENDED" : "RAISED";
    open.put(kind + "@" + room, a);
    beat(a);
    return a;
  }

  private void called(Input.Called press) {
    boolean staff = present.contains(press.room());
    String kind = staff ? "staff.emergency" : press.call().kind();
    A a = open.get(kind + "@" + press.room());
    if (a == null) {
      AlarmClass cls = staff ? AlarmClass.EMERGENCY : press.call().alarmClass();
      A made =
          raise(kind, press.room(), cls, true, kind + "@" + press.space() + "@" + press.since());
      made.wet = !staff && press.call().wetRoomOnly();
    } else {
      beat(a);
      a.spoken = false;
    }
  }

  private void holds(Condition c) {
    String place = c.kind() + "@" + c.room();
    A a = open.get(place);
    if (a == null && !handled.containsKey(place)) {
      A unused =
          raise(
              c.kind(),
              c.room(),
              c.alarmClass(),
              false,
              c.kind() + "@" + c.space() + "@" + c.since());
    } else if (a != null && !a.holds) {
      a.holds = true;
      a.spoken = false;
      beat(a);
    }
  }

  private void returned(Condition c) {
    String place = c.kind() + "@" + c.room();
    String unused = handled.remove(place);
    A a = open.get(place);
    if (a != null) {
      a.holds = false;
      if (a.state.equals("ATTENDED") || (!a.person() && !chatters(a))) {
        end(a);
      }
    }
  }

  private void presence(String room, boolean on) {
    boolean changed = on ? present.add(room) : present.remove(room);
    for (A a : List.copyOf(open.values())) {
      if (!changed || !a.room.equals(room) || !a.person()) {
        continue;
      }
      if (on) {
        a.state = "ATTENDED";
      } else if (a.state.equals("ATTENDED") && !a.call && !a.holds) {
        end(a);
      } else if (a.state.equals("ATTENDED")) {
        a.state = "RAISED";
        a.by = "";
        a.spoken = false;
        a.level = 0;
        a.called = "everybody";
        a.calling = now;
      }
    }
  }

  private void reset(String room, boolean wet) {
    for (A a : List.copyOf(open.values())) {
      boolean call = a.call && a.wet == wet;
      boolean over = !wet && !a.call && !a.holds && a.person();
      if (a.room.equals(room) && (wet || present.contains(room)) && (call || over)) {
        end(a);
      }
    }
  }

  private void shelve(Input.Shelve shelve) {
    boolean one = shelve.type() == Shelving.Type.ONE_ALARM;
    boolean may =
        !one
            || open.values().stream()
                .anyMatch(
                    a -> a.id.equals(shelve.subject()) && !a.call && a.cls != AlarmClass.EMERGENCY);
    if (may) {
      shelf.removeIf(
          held -> held.type() == shelve.type() && held.subject().equals(shelve.subject()));
      shelf.add(new Held(shelve.type(), shelve.subject(), now.plus(shelve.duration())));
      open.values().stream().filter(this::shelved).forEach(a -> a.overdue = false);
    }
  }

  /** What is open and how it stands, and which notes the desk adds. */
  Map<String, String> picture() {
    Map<String, String> picture = new TreeMap<>();
    for (A a : open.values()) {
      boolean calls = a.person() && a.state.equals("RAISED") && !shelved(a);
      picture.put(
          a.id,
          a.state
              + " "
              + a.by
              + " holds="
              + a.holds
              + " shelved="
              + shelved(a)
              + (calls ? " " + a.level + " " + a.called : ""));
      if (calls && a.level == 2) {
        picture.put("note escalation.exhausted " + a.room, "");
      }
      if (a.overdue && a.holds) {
        picture.put("note shelving.overdue " + a.room, "");
      }
    }
    for (String place : beats.keySet()) {
      if (chatters(place)) {
        picture.put("note alarm.chatter " + place.substring(place.indexOf('@') + 1), "");
      }
    }
    return picture;
  }
}
