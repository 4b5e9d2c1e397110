package org.wardlight.api.space;

/** What happens when something watched occurs. */
public enum Watch {
  /** Nothing. */
  OFF,
  /** An advisory on the screen, without lamp or sound. */
  NOTE,
  /** A call. */
  CALL,
  /** An urgent alarm: somebody must go at once. */
  URGENT
}
