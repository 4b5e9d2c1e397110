package org.wardlight.field.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.QualityReason;

/**
 * Which devices of one link answer: a device answers as long as one of its points does. Used under
 * the lock of its link.
 */
final class DeviceBoard {
  private final Map<String, Entry> byDevice = new HashMap<>();

  /**
   * The link's points are others now.
   *
   * @return the states of the devices that are new or changed by it
   */
  List<DeviceState> follow(List<PointState> points, Instant now) {
    Map<String, Entry> before = Map.copyOf(byDevice);
    byDevice.clear();
    for (PointState point : points) {
      Entry entry = byDevice.computeIfAbsent(point.point().device(), d -> new Entry());
      entry.points++;
      entry.silent += silent(point.reason()) ? 1 : 0;
      entry.reason = point.reason();
    }
    List<DeviceState> news = new ArrayList<>();
    byDevice.forEach(
        (device, entry) -> {
          Entry old = before.get(device);
          if (old != null && old.state().answering() == entry.answers()) {
            entry.state = old.state();
          } else {
            entry.state = entry.begin(device, now);
            news.add(entry.state);
          }
        });
    return news;
  }

  /**
   * A point's quality changed.
   *
   * @return the device's new state if it changed, else null
   */
  @Nullable DeviceState moved(
      String device, QualityReason before, QualityReason after, String detail, Instant now) {
    Entry entry = byDevice.get(device);
    if (entry == null) {
      throw new IllegalArgumentException("device " + device + " belongs to another link");
    }
    entry.silent += (silent(after) ? 1 : 0) - (silent(before) ? 1 : 0);
    DeviceState state = entry.state();
    if (entry.answers()) {
      if (state.answering()) {
        return null;
      }
      entry.state = new DeviceState(device, true, QualityReason.NONE, "", now);
      return entry.state;
    }
    if (!state.answering() && state.reason() == after) {
      return null;
    }
    Instant since = state.answering() ? now : state.since();
    entry.state = new DeviceState(device, false, after, detail, since);
    return entry.state;
  }

  List<DeviceState> states() {
    List<DeviceState> states = new ArrayList<>(byDevice.size());
    for (Entry entry : byDevice.values()) {
      states.add(entry.state());
    }
    return states;
  }

  /** Whether this reason says that nothing comes from the device, rather than something odd. */
  private static boolean silent(QualityReason reason) {
    return switch (reason) {
      // An answer that cannot be understood, or is another unit's, is none of this device.
      case NEVER_READ, RESTORED, DISCONNECTED, TIMEOUT, NOT_UPDATED, MALFORMED -> true;
      case NONE, REJECTED, UNSUPPORTED, OUT_OF_RANGE -> false;
      case CHATTERING, STUCK, NEIGHBOUR_FAILED, DEVICE_REPORTED -> false;
    };
  }

  private static final class Entry {
    private int points;
    private int silent;
    private QualityReason reason = QualityReason.NEVER_READ;
    private @Nullable DeviceState state;

    boolean answers() {
      return silent < points;
    }

    DeviceState begin(String device, Instant now) {
      if (answers()) {
        return new DeviceState(device, true, QualityReason.NONE, "", now);
      }
      // A value from before the restart says nothing of the device.
      QualityReason why = reason == QualityReason.RESTORED ? QualityReason.NEVER_READ : reason;
      return new DeviceState(device, false, why, "", now);
    }

    DeviceState state() {
      DeviceState known = state;
      if (known == null) {
        throw new IllegalStateException("the board did not follow its points");
      }
      return known;
    }
  }
}
