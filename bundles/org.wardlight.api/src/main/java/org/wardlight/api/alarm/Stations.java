package org.wardlight.api.alarm;

import java.util.Map;

/**
 * What the web layer tells the desk of its screens. Thread-safe; never blocks.
 *
 * <p>A ward that no station shows for {@link org.wardlight.api.space.AlarmSettings#noStationAfter}
 * has a technical alarm {@code station.missing}.
 */
public interface Stations {
  /**
   * So many stations show this ward now. To be told at every change, and for each ward at start.
   */
  void connected(String ward, int count);

  /** The count last told for each ward. */
  Map<String, Integer> connected();

  /**
   * An alarm was handed to a screen. Recorded once for an alarm and screen.
   *
   * @param screen what tells this screen from others, for example {@code station-a} or a session's
   *     short id; never a secret
   */
  void delivered(String alarmId, String screen);

  /** A screen says that somebody could see it; recorded once for an alarm and screen. */
  void seen(String alarmId, String screen, String user);
}
