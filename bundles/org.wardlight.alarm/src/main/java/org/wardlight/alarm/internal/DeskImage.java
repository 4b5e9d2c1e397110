package org.wardlight.alarm.internal;

import java.util.List;
import java.util.Map;
import org.wardlight.api.alarm.Alarm;

/**
 * All that the desk knows at one sequence number of the journal.
 *
 * @param wards by id
 * @param closed the alarms that were closed last, oldest first
 * @param load the alarms raised in the last day, oldest first
 */
record DeskImage(Map<String, WardState> wards, List<Alarm> closed, List<LoadLog.Entry> load) {
  static final DeskImage EMPTY = new DeskImage(Map.of(), List.of(), List.of());
}
