package org.wardlight.alarm.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;

/**
 * The points of a ward that the desk listens to without the rules: buttons, cords, presence,
 * resets. Only good readings count; a call is never taken back by a worse one. Used on the ward's
 * lane.
 */
final class DeskPoints {
  static final String PRESENCE = "staff.presence";
  static final String RESET = "staff.reset";
  static final String WET_ROOM_RESET = "bathroom.reset";
  private static final Set<String> KINDS = Set.of(PRESENCE, RESET, WET_ROOM_RESET);

  private final Map<String, Boolean> on = new HashMap<>();
  private final Map<String, Set<String>> presenceOf = new HashMap<>();

  static boolean concerns(PointValue value) {
    PointKind kind = value.point().kind();
    return value.quality() == Quality.GOOD
        && !Double.isNaN(value.value())
        && (kind.raises() != null || KINDS.contains(kind.id()));
  }

  /** What a reading that {@link #concerns} the desk says; null if nothing. */
  @Nullable Input read(PointValue value) {
    Point point = value.point();
    boolean now = value.value() != 0;
    Boolean before = on.put(point.name(), now);
    boolean pressed = now && before != null && !before;
    if (point.kind().id().equals(PRESENCE)) {
      Set<String> present = presenceOf.computeIfAbsent(point.room(), room -> new HashSet<>());
      boolean unused = now ? present.add(point.name()) : present.remove(point.name());
      return new Input.PresenceRead(point.room(), !present.isEmpty());
    }
    PointKind.Call call = point.kind().raises();
    if (call != null) {
      boolean news = pressed || (now && before == null);
      return news
          ? new Input.Called(
              point.name(), call, point.room(), point.space(), value.since(), pressed)
          : null;
    }
    boolean wetRoom = point.kind().id().equals(WET_ROOM_RESET);
    return pressed ? new Input.ResetPressed(point.room(), wetRoom) : null;
  }

  /**
   * Forgets the points that are no longer there.
   *
   * @return what follows: nobody will ever end the presence that a removed point has set
   */
  List<Input> retain(Predicate<String> pointNames) {
    on.keySet().removeIf(pointNames.negate());
    List<Input> follows = new ArrayList<>();
    presenceOf.forEach(
        (room, present) -> {
          if (present.removeIf(pointNames.negate()) && present.isEmpty()) {
            follows.add(new Input.PresenceRead(room, false));
          }
        });
    return follows;
  }
}
