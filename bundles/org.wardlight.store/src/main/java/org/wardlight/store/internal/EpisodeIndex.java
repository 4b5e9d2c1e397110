package org.wardlight.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wardlight.api.alarm.AlarmEvent.EpisodeEnded;

/**
 * The ended episodes by room and time. An index over the journal itself, so that there is no second
 * copy that could say something else.
 */
final class EpisodeIndex {
  private static final String ROOM = "json_extract(event, '$.room')";
  private static final String SINCE = "json_extract(event, '$.since')";
  private static final String ENDED = "json_extract(event, '$.type') = 'EpisodeEnded'";

  static final String CREATE =
      "CREATE INDEX journal_episode ON journal (" + ROOM + ", " + SINCE + ") WHERE " + ENDED;

  static final String QUERY =
      "SELECT event FROM journal WHERE "
          + ENDED
          + " AND "
          + ROOM
          + " = ? AND "
          + SINCE
          + " >= ? AND "
          + SINCE
          + " < ? ORDER BY seq";

  /** Times are compared as text, where a fraction of a second sorts before none. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private EpisodeIndex() {}

  static List<EpisodeEnded> read(Connection db, String room, Instant from, Instant to)
      throws SQLException {
    List<EpisodeEnded> found = new ArrayList<>();
    try (PreparedStatement query = db.prepareStatement(QUERY)) {
      query.setString(1, room);
      query.setString(2, from.minus(MARGIN).toString());
      query.setString(3, to.plus(MARGIN).toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          EpisodeEnded ended = (EpisodeEnded) EventJson.read(row.getString(1));
          if (!ended.since().isBefore(from) && ended.since().isBefore(to)) {
            found.add(ended);
          }
        }
      }
    }
    return found;
  }
}
