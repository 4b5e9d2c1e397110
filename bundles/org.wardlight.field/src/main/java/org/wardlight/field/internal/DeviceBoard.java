package org.wardlight.field.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

/**
 * Which devices of one link answer: a device answers as long as one of its points does and its
 * heartbeat, if it has one, does not stand still. Used under the lock of its link.
 */
final class DeviceBoard {
  /** The kind of a counter that shows that its device is alive and not only its connection. */
  static final String HEARTBEAT = "device.heartbeat";

  private final Map<String, Entry> byDevice = new HashMap<>();

  /**
   * The link's points are others now.
   *
   * @return the states of the devices that are new or changed by it
   */
  List<DeviceState> follow(List<PointState> points, Instant now, KeptHealth kept) {
    Map<String, Entry> before = Map.copyOf(byDevice);
    byDevice.clear();
    for (PointState point : points) {
      Entry entry = byDevice.computeIfAbsent(point.point().device(), d -> new Entry());
      entry.points++;
      entry.silent += silent(point.quality(), point.reason()) ? 1 : 0;
      entry.frozen |= frozen(point.point(), point.reason());
      entry.reason = point.reason();
    }
    List<DeviceState> news = new ArrayList<>();
    byDevice.forEach(
        (device, entry) -> {
          Entry old = before.get(device);
          if (old != null && old.state().answering() == entry.answers()) {
            entry.state = old.state();
          } else {
            entry.state = entry.begin(device, now, old == null ? kept.device(device, now) : null);
            news.add(entry.state);
          }
        });
    return news;
  }

  /**
   * A point's quality changed.
   *
   * @param was what its quality was before, for the reason {@code before}
   * @return the device's new state if it changed, else null
   */
  @Nullable DeviceState moved(PointValue point, Quality was, QualityReason before, String detail) {
    String device = point.point().device();
    Instant now = point.qualitySince();
    Entry entry = byDevice.get(device);
    if (entry == null) {
      throw new IllegalArgumentException("device " + device + " belongs to another link");
    }
    entry.silent +=
        (silent(point.quality(), point.reason()) ? 1 : 0) - (silent(was, before) ? 1 : 0);
    if (point.point().kind().id().equals(HEARTBEAT)) {
      entry.frozen = frozen(point.point(), point.reason());
    }
    DeviceState state = entry.state();
    if (entry.answers()) {
      if (state.answering()) {
        return null;
      }
      entry.state = new DeviceState(device, true, QualityReason.NONE, "", entry.answersSince(now));
      return entry.state;
    }
    QualityReason why = entry.why(point.reason());
    if (!state.answering() && state.reason() == why) {
      return null;
    }
    if (why != QualityReason.REJECTED && why != QualityReason.UNSUPPORTED) {
      // Of a refusal it is not known yet whether it is all that the device says.
      entry.answeredBefore = null;
    }
    boolean unknown = state.reason() == QualityReason.NEVER_READ;
    Instant since = state.answering() || unknown ? now : state.since();
    entry.state = new DeviceState(device, false, why, detail, since);
    return entry.state;
  }

  List<DeviceState> states() {
    List<DeviceState> states = new ArrayList<>(byDevice.size());
    for (Entry entry : byDevice.values()) {
      states.add(entry.state());
    }
    return states;
  }

  /** Whether nothing is known of the device by this point, rather than something odd. */
  private static boolean silent(Quality quality, QualityReason reason) {
    return switch (reason) {
      // An answer that cannot be understood, or is another unit's, is none of this device.
      case NEVER_READ, RESTORED, DISCONNECTED, TIMEOUT, NOT_UPDATED, MALFORMED -> true;
      // A device that refuses all that it is asked, or says of all that it is broken, is no better
      // than a silent one: nobody is protected by it.
      case REJECTED, UNSUPPORTED -> true;
      case DEVICE_REPORTED -> quality == Quality.BAD;
      case NONE, OUT_OF_RANGE, CHATTERING, STUCK, NEIGHBOUR_FAILED -> false;
    };
  }

  private static boolean frozen(Point point, QualityReason reason) {
    return reason == QualityReason.STUCK && point.kind().id().equals(HEARTBEAT);
  }

  private static final class Entry {
    private int points;
    private int silent;
    private boolean frozen;
    private QualityReason reason = QualityReason.NEVER_READ;
    private @Nullable DeviceState state;

    /** Since when it answered before the restart; null once it is known to be silent. */
    private @Nullable Instant answeredBefore;

    boolean answers() {
      return silent < points && !frozen;
    }

    /** Why it does not answer, of which one of its points gives this reason. */
    QualityReason why(QualityReason given) {
      return silent < points ? QualityReason.STUCK : given;
    }

    DeviceState begin(String device, Instant now, KeptHealth.@Nullable Health before) {
      if (answers()) {
        return new DeviceState(device, true, QualityReason.NONE, "", now);
      }
      boolean unheard = reason == QualityReason.NEVER_READ || reason == QualityReason.RESTORED;
      // A value from before the restart says nothing of the device.
      QualityReason known = unheard ? QualityReason.NEVER_READ : reason;
      Instant since = now;
      if (before != null && before.inOrder()) {
        answeredBefore = before.since();
      } else if (before != null) {
        since = before.since();
        known = unheard ? QualityReason.RESTORED : reason;
      }
      return new DeviceState(device, false, why(known), "", since);
    }

    Instant answersSince(Instant now) {
      Instant since = answeredBefore == null ? now : answeredBefore;
      answeredBefore = null;
      return since;
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
