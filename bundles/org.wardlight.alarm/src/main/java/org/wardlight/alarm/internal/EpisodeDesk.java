package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.Episodes;
import org.wardlight.api.alarm.Journal;

/** The episodes on record: what goes on is known here, what ended is in the journal. */
final class EpisodeDesk implements Episodes {
  private final AnnouncedAlarms announced;
  private final Journal journal;

  EpisodeDesk(AnnouncedAlarms announced, Journal journal) {
    this.announced = announced;
    this.journal = journal;
  }

  @Override
  public List<Episode> of(String room, Instant from, Instant to) {
    // Those that go on first: one that ends meanwhile is then found in the journal, not missed.
    Map<String, Episode> found = new LinkedHashMap<>();
    for (WardState ward : announced.wards().values()) {
      for (Episode one : ward.episodes().running().values()) {
        if (one.room().equals(room) && !one.since().isBefore(from) && one.since().isBefore(to)) {
          found.put(one.id(), one);
        }
      }
    }
    journal.episodes(room, from, to).forEach(e -> found.put(e.episode(), WardEpisodes.of(e)));
    List<Episode> all =
        found.values().stream()
            .sorted(Comparator.comparing(Episode::since).thenComparing(Episode::id))
            .toList();
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }
}
