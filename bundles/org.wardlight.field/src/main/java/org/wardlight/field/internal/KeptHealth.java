package org.wardlight.field.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.point.Point;

/**
 * Since when devices answer or are silent and safety points are unusable, over restarts. An alarm
 * is told apart by when it began: counted anew, it would end and be raised again. Kept beside the
 * points' values, under names that no point can have.
 */
final class KeptHealth {
  private static final double IN_ORDER = 1;
  private static final double OUT_OF_ORDER = 0;

  private final PointStates store;
  private final Map<String, Kept> before;

  /**
   * Knows what was kept.
   *
   * @param before asked once for each device and point: one that comes again later was not watched
   *     in between
   */
  KeptHealth(PointStates store, Map<String, Kept> before) {
    this.store = store;
    this.before = new HashMap<>(before);
  }

  /**
   * What a device did last.
   *
   * @param since never in the future
   */
  record Health(boolean inOrder, Instant since) {}

  synchronized @Nullable Health device(String device, Instant now) {
    return health(deviceName(device), now);
  }

  /** Since when the point has been unusable; null if it was not. */
  synchronized @Nullable Instant unusable(Point point, Instant now) {
    Health known = health(pointName(point), now);
    return known == null || known.inOrder() ? null : known.since();
  }

  private @Nullable Health health(String name, Instant now) {
    Kept kept = before.remove(name);
    return kept == null
        ? null
        : new Health(kept.value() != OUT_OF_ORDER, kept.since().isAfter(now) ? now : kept.since());
  }

  void keep(DeviceState state) {
    save(deviceName(state.device()), state.answering(), state.since());
  }

  void keep(Point point, boolean usable, Instant since) {
    save(pointName(point), usable, since);
  }

  private void save(String name, boolean inOrder, Instant since) {
    store.save(name, new Kept(inOrder ? IN_ORDER : OUT_OF_ORDER, since));
  }

  private static String deviceName(String device) {
    return "device " + device;
  }

  private static String pointName(Point point) {
    return "usable " + point.name();
  }
}
