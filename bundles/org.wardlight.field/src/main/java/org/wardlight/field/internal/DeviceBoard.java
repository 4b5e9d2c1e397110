package org.wardlight.field.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;

/**
 * Which devices of one link answer: a device answers as long as one of its points does. Used under
 * the lock of its link.
 */
final class DeviceBoard {
  private final Map<String, Entry> byDevice = new HashMap<>();
  private final Map<Integer, Entry> byPoint = new HashMap<>();

  DeviceBoard(List<Point> points, Instant now) {
    for (Point point : points) {
      Entry entry = byDevice.computeIfAbsent(point.device(), d -> new Entry(d, now));
      entry.points++;
      entry.silent++;
      byPoint.put(point.id(), entry);
    }
  }

  /**
   * A point's quality changed.
   *
   * @return the device's new state if it changed, else null
   */
  @Nullable DeviceState moved(
      int point, QualityReason before, QualityReason after, String detail, Instant now) {
    Entry entry = byPoint.get(point);
    if (entry == null) {
      throw new IllegalArgumentException("point " + point + " belongs to another link");
    }
    entry.silent += (silent(after) ? 1 : 0) - (silent(before) ? 1 : 0);
    boolean answers = entry.silent < entry.points;
    if (answers) {
      if (entry.state.answering()) {
        return null;
      }
      entry.state = new DeviceState(entry.state.device(), true, QualityReason.NONE, "", now);
      return entry.state;
    }
    if (!entry.state.answering() && entry.state.reason() == after) {
      return null;
    }
    Instant since = entry.state.answering() ? now : entry.state.since();
    entry.state = new DeviceState(entry.state.device(), false, after, detail, since);
    return entry.state;
  }

  List<DeviceState> states() {
    List<DeviceState> states = new ArrayList<>(byDevice.size());
    for (Entry entry : byDevice.values()) {
      states.add(entry.state);
    }
    return states;
  }

  /** Whether this reason says that nothing comes from the device, rather than something odd. */
  private static boolean silent(QualityReason reason) {
    return switch (reason) {
      case NEVER_READ, RESTORED, DISCONNECTED, TIMEOUT, NOT_UPDATED -> true;
      case NONE, REJECTED, MALFORMED, UNSUPPORTED, OUT_OF_RANGE -> false;
      case CHATTERING, STUCK, NEIGHBOUR_FAILED, DEVICE_REPORTED -> false;
    };
  }

  private static final class Entry {
    private int points;
    private int silent;
    private DeviceState state;

    Entry(String device, Instant now) {
      state = new DeviceState(device, false, QualityReason.NEVER_READ, "", now);
    }
  }
}
