package org.wardlight.api.rule;

import java.time.Instant;
import org.wardlight.api.point.Quality;

/**
 * Fact: what is known of a point. One per point; replaced when it changes.
 *
 * @param point the point's id, for {@link Desired}
 * @param value the last good value, also while the quality is worse; NaN if there never was one
 */
public record Reading(
    int point,
    String kind,
    String room,
    String space,
    double value,
    Quality quality,
    Instant since) {
  public int getPoint() {
    return point;
  }

  public String getKind() {
    return kind;
  }

  public String getRoom() {
    return room;
  }

  public String getSpace() {
    return space;
  }

  public double getValue() {
    return value;
  }

  public Quality getQuality() {
    return quality;
  }

  public Instant getSince() {
    return since;
  }

  /** Whether the last known value is anything but 0; a point never read is not on. */
  public boolean isOn() {
    return value != 0 && !Double.isNaN(value);
  }

  /** Whether the last known value is 0; a point never read is not off either. */
  public boolean isOff() {
    return value == 0;
  }

  /** Whether there is a value at all, good or last known. */
  public boolean isKnown() {
    return !Double.isNaN(value);
  }
}
