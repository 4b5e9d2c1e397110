package org.wardlight.api.rule;

import java.time.Instant;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;

/**
 * Something holds that people should handle. The alarm desk raises, returns and closes alarms from
 * the difference to what held before.
 *
 * @param kind for example {@code bathroom.dwell}
 * @param room the room's id
 * @param space the space or bed it holds in
 * @param since when the episode began, from durable times: part of the alarm's identity
 */
public record Condition(
    String kind, AlarmClass alarmClass, String room, String space, Instant since, Reason reason)
    implements Conclusion {}
