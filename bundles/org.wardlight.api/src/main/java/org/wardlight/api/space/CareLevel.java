package org.wardlight.api.space;

/** How much care a resident needs; care plans start from its defaults. */
public enum CareLevel {
  INDEPENDENT,
  ASSISTED,
  NURSING,
  HIGH_DEPENDENCY
}
