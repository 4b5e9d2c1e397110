package org.wardlight.api.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Quality;

/**
 * Fact: what is known of a point, and what counts where it is. One per point; replaced when it
 * changes. That the care plans and the time of day come along saves rules from joining them: a join
 * costs memory and time in every room, whether its rule says anything there or not.
 *
 * @param point the point's id, for {@link Desired}
 * @param value the last good value, also while the quality is worse; NaN if there never was one
 * @param daytime whether it is night in the ward
 * @param home of those who live in the room; null where nobody lives
 * @param resident who sleeps in the bed; null unless it is the point of an occupied bed
 */
public record Reading(
    int point,
    String kind,
    String room,
    String space,
    double value,
    Quality quality,
    Instant since,
    Daytime daytime,
    @Nullable HomeFacts home,
    @Nullable ResidentFacts resident) {
  /** The same point with another value. */
  public Reading with(double value, Quality quality, Instant since) {
    return new Reading(point, kind, room, space, value, quality, since, daytime, home, resident);
  }

  /** The same value at another time of day, or with other care plans. */
  public Reading with(Daytime daytime, @Nullable HomeFacts home, @Nullable ResidentFacts resident) {
    return new Reading(point, kind, room, space, value, quality, since, daytime, home, resident);
  }

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

  public Daytime getDaytime() {
    return daytime;
  }

  public @Nullable HomeFacts getHome() {
    return home;
  }

  public @Nullable ResidentFacts getResident() {
    return resident;
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
