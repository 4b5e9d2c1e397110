package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.EpisodeBegan;
import org.wardlight.api.alarm.AlarmEvent.EpisodeEnded;
import org.wardlight.api.alarm.AlarmEvent.EpisodeMarked;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.EpisodeMark;

/**
 * What a ward's events add up to for its episodes; immutable. Ended ones are in the journal only.
 *
 * @param running the episodes that go on, by kind and bed
 * @param last when the last ended one of each kind and bed began, so that it is not begun again
 */
record WardEpisodes(Map<Place, Episode> running, Map<Place, Instant> last) {
  static final WardEpisodes EMPTY = new WardEpisodes(Map.of(), Map.of());

  WardEpisodes with(AlarmEvent event) {
    if (event instanceof EpisodeBegan e) {
      Map<Place, Episode> more = new LinkedHashMap<>(running);
      more.put(new Place(e.kind(), e.bed()), begun(e));
      return new WardEpisodes(more, last);
    } else if (event instanceof EpisodeMarked e) {
      Map<Place, Episode> changed = new LinkedHashMap<>(running);
      changed.replaceAll(
          (place, one) -> one.id().equals(e.episode()) ? marked(one, e.mark(), e.since()) : one);
      return new WardEpisodes(changed, last);
    } else if (event instanceof EpisodeEnded e) {
      Place place = new Place(e.kind(), e.bed());
      Map<Place, Episode> fewer = new LinkedHashMap<>(running);
      Episode unused = fewer.remove(place);
      Map<Place, Instant> ended = new HashMap<>(last);
      ended.put(place, e.since());
      return new WardEpisodes(fewer, ended);
    }
    return this;
  }

  private static Episode begun(EpisodeBegan e) {
    return new Episode(
        e.episode(),
        e.kind(),
        e.ward(),
        e.room(),
        e.bed(),
        e.resident(),
        e.since(),
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        null,
        null);
  }

  /** The first time of a step counts, but of leaving the bathroom the last. */
  static Episode marked(Episode one, EpisodeMark mark, Instant since) {
    boolean missing = mark == EpisodeMark.BATHROOM_MISSING || mark == EpisodeMark.RETURN_MISSING;
    return new Episode(
        one.id(),
        one.kind(),
        one.ward(),
        one.room(),
        one.bed(),
        one.resident(),
        one.since(),
        mark == EpisodeMark.PATH_LIGHT ? first(one.light(), since) : one.light(),
        mark == EpisodeMark.BATHROOM ? first(one.bathroom(), since) : one.bathroom(),
        mark == EpisodeMark.BATHROOM_LEFT ? since : one.bathroomLeft(),
        one.back(),
        mark == EpisodeMark.STAFF ? first(one.staff(), since) : one.staff(),
        missing && one.missing() == null ? mark : one.missing(),
        one.bathroomUnknown() || mark == EpisodeMark.BATHROOM_UNKNOWN,
        one.bedUnknown() || mark == EpisodeMark.BED_UNKNOWN,
        one.until(),
        one.outcome());
  }

  private static Instant first(@Nullable Instant before, Instant since) {
    return before == null ? since : before;
  }

  static Episode of(EpisodeEnded e) {
    return new Episode(
        e.episode(),
        e.kind(),
        e.ward(),
        e.room(),
        e.bed(),
        e.resident(),
        e.since(),
        e.light(),
        e.bathroom(),
        e.bathroomLeft(),
        e.back(),
        e.staff(),
        e.missing(),
        e.bathroomUnknown(),
        e.bedUnknown(),
        e.until(),
        e.outcome());
  }
}
