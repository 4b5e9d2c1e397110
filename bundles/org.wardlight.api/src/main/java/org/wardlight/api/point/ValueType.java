package org.wardlight.api.point;

/**
 * What a value stands for. All values travel as {@code double}; a text travels beside it and its
 * number is 0.
 */
public enum ValueType {
  /** 0 = false, 1 = true. */
  BOOLEAN,
  /** A quantity with a unit. */
  NUMBER,
  /** One of a list of named states; the number is the state's index, from 0. */
  STATE,
  /**
   * Words of a device about itself (serial number, firmware). Shown, never ruled on or recorded.
   */
  TEXT
}
