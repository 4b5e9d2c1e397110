package org.wardlight.web.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.space.Facility;

/**
 * Outputs have no observer: those of watched rooms are compared once a second. Lives on the event
 * loop.
 */
final class WatchedOutputs {
  private final Messages messages;
  private final Map<String, List<OutputState>> known = new HashMap<>();
  private final Map<String, List<OutputState>> now = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  WatchedOutputs(Messages messages) {
    this.messages = messages;
  }

  /** The message for who watches this room, made once for all; null if no output changed. */
  @Nullable String news(String room, Facility facility) {
    if (!now.containsKey(room)) {
      List<OutputState> outputs = messages.outputs(room, facility);
      now.put(room, outputs);
      List<OutputState> before = known.get(room);
      if (before != null && !before.equals(outputs)) {
        texts.put(room, messages.room(room, facility));
      }
    }
    return texts.get(room);
  }

  /** Everybody was told: what comes next is compared with this. */
  void told() {
    known.putAll(now);
    now.clear();
    texts.clear();
  }

  /** Only these rooms are watched any more. */
  void retain(Set<String> rooms) {
    known.keySet().retainAll(rooms);
  }

  void forget() {
    known.clear();
  }
}
