package org.wardlight.api.space;

/** What a space is used for. The last three are common places outside rooms. */
public enum SpaceKind {
  BEDROOM,
  BATHROOM,
  LIVING,
  ENTRANCE,
  CORRIDOR,
  COMMON_ROOM,
  OUTSIDE
}
