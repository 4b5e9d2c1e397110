package org.wardlight.api.rule;

import java.time.Instant;
import org.wardlight.api.alarm.EpisodeMark;

/**
 * Where a resident is on a way of several steps: the alarm desk makes one {@link
 * org.wardlight.api.alarm.Episode} of what is said of a bed. It begins with {@link
 * EpisodeMark#LEFT_BED} and goes on for as long as that holds; {@link EpisodeMark#BACK_IN_BED} or
 * {@link EpisodeMark#MORNING}, concluded when it holds no longer, say how it ended.
 *
 * @param kind the episode's kind, {@code night.path}
 * @param resident the resident's id
 * @param space the bed
 * @param since when the step was taken, from durable times
 */
public record Stage(
    String kind, String resident, String room, String space, EpisodeMark mark, Instant since)
    implements Conclusion {}
