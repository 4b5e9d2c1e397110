package org.wardlight.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Handling;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;

/** Alarms and journal entries as docs/live-api.md shows them. */
final class AlarmShapes {
  private static final Set<String> COMMON = Set.of("at", "ward", "alarm");

  private final Accounts accounts;

  AlarmShapes(Accounts accounts) {
    this.accounts = accounts;
  }

  void alarm(JsonGenerator out, Alarm alarm) throws IOException {
    String by = alarm.acceptedBy();
    out.writeStartObject();
    out.writeStringField("id", alarm.id());
    out.writeStringField("kind", alarm.kind());
    out.writeStringField("class", alarm.alarmClass().name());
    out.writeNumberField("priority", alarm.alarmClass().priority());
    out.writeStringField("ward", alarm.ward());
    out.writeStringField("room", alarm.room());
    out.writeStringField("space", alarm.space());
    reason(out, alarm.reason());
    out.writeStringField("since", alarm.since().toString());
    out.writeStringField("raisedAt", alarm.raisedAt().toString());
    out.writeStringField("state", alarm.state().name());
    out.writeBooleanField("wetRoomOnly", alarm.wetRoomOnly());
    out.writeBooleanField("conditionActive", alarm.conditionActive());
    out.writeNumberField("repeats", alarm.repeats());
    Json.string(out, "acceptedBy", by);
    Json.string(out, "acceptedByName", by == null ? null : accounts.displayName(by));
    Json.string(out, "acceptedAt", alarm.acceptedAt());
    Json.string(out, "attendedAt", alarm.attendedAt());
    Json.string(out, "closedAt", alarm.closedAt());
    Json.string(out, "closedBy", alarm.closedBy());
    Json.string(out, "closeReason", alarm.closeReason());
    out.writeBooleanField("recorded", alarm.recorded());
    out.writeBooleanField("calling", alarm.calling());
    handling(out, alarm.handling());
    out.writeEndObject();
  }

  private void handling(JsonGenerator out, Handling handling) throws IOException {
    String spoken = handling.spokenBy();
    out.writeNumberField("level", handling.level());
    out.writeStringField("called", handling.called());
    Json.string(out, "levelSince", handling.levelSince());
    Json.string(out, "shelvedUntil", handling.shelvedUntil());
    Json.string(out, "shelving", handling.shelving());
    Json.string(out, "overdueSince", handling.overdueSince());
    Json.string(out, "test", handling.test());
    Json.string(out, "spokenBy", spoken);
    Json.string(out, "spokenByName", spoken == null ? null : accounts.displayName(spoken));
    Json.string(out, "spokenAt", handling.spokenAt());
  }

  private static void reason(JsonGenerator out, Reason reason) throws IOException {
    out.writeObjectFieldStart("reason");
    out.writeStringField("key", reason.key());
    out.writeObjectFieldStart("args");
    for (var arg : reason.args().entrySet()) {
      out.writeStringField(arg.getKey(), arg.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  void entry(JsonGenerator out, JournalEntry entry) throws IOException {
    AlarmEvent event = entry.event();
    out.writeStartObject();
    out.writeNumberField("seq", entry.sequence());
    out.writeStringField("type", event.getClass().getSimpleName());
    out.writeStringField("at", event.at().toString());
    out.writeStringField("ward", event.ward());
    Json.string(out, "alarm", event.alarm());
    if (event instanceof AlarmEvent.Raised raised) {
      raised(out, raised);
    } else if (event instanceof AlarmEvent.Repeated repeated) {
      out.writeBooleanField("conditionActive", repeated.conditionActive());
      reason(out, repeated.reason());
    } else if (event instanceof AlarmEvent.Reclassified changed) {
      out.writeStringField("class", changed.alarmClass().name());
      reason(out, changed.reason());
    } else if (event instanceof AlarmEvent.Accepted accepted) {
      person(out, accepted.by());
    } else if (event instanceof AlarmEvent.Closed closed) {
      person(out, closed.by());
      out.writeStringField("reason", closed.reason());
    } else if (event instanceof AlarmEvent.Presence presence) {
      out.writeStringField("room", presence.room());
      out.writeBooleanField("present", presence.present());
    } else {
      rest(out, event);
    }
    out.writeEndObject();
  }

  /** The fields of an event that are shown as they are. */
  private void rest(JsonGenerator out, AlarmEvent event) throws IOException {
    for (RecordComponent field : event.getClass().getRecordComponents()) {
      if (!COMMON.contains(field.getName())) {
        Object value;
        try {
          value = field.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + event.getClass(), e);
        }
        if (value instanceof Integer number) {
          out.writeNumberField(field.getName(), number);
        } else if (value instanceof Boolean flag) {
          out.writeBooleanField(field.getName(), flag);
        } else if (field.getName().equals("by")) {
          person(out, String.valueOf(value));
        } else if (value != null) {
          out.writeStringField(field.getName(), value.toString());
        }
      }
    }
  }

  private static void raised(JsonGenerator out, AlarmEvent.Raised raised) throws IOException {
    out.writeStringField("kind", raised.kind());
    out.writeStringField("class", raised.alarmClass().name());
    out.writeStringField("room", raised.room());
    out.writeStringField("space", raised.space());
    out.writeStringField("since", raised.since().toString());
    reason(out, raised.reason());
    out.writeBooleanField("wetRoomOnly", raised.wetRoomOnly());
    out.writeBooleanField("conditionActive", raised.conditionActive());
  }

  private void person(JsonGenerator out, String by) throws IOException {
    out.writeStringField("by", by);
    out.writeStringField("byName", accounts.displayName(by));
  }
}
