package org.wardlight.api.alarm;

/**
 * What rules see of an {@link Episode}: the steps that were taken, and what is not as it should.
 */
public enum EpisodeMark {
  /** The bed was left: the episode begins. */
  LEFT_BED,
  /** The path light came on. */
  PATH_LIGHT,
  /** Came into the bathroom. */
  BATHROOM,
  /** Left the bathroom. */
  BATHROOM_LEFT,
  /** Is back in bed: the episode ends. */
  BACK_IN_BED,
  /** Staff was in the room. */
  STAFF,
  /** Had not come into the bathroom in time. */
  BATHROOM_MISSING,
  /** Had left the bathroom and was not back in bed in time. */
  RETURN_MISSING,
  /** The bathroom says nothing of this resident: not read, or somebody else may be in there. */
  BATHROOM_UNKNOWN,
  /** The bed is not read: whether somebody is back is not known. */
  BED_UNKNOWN,
  /** The night ended before the bed was occupied again: the episode ends. */
  MORNING
}
