package org.wardlight.api.point;

/** What the number that carries a value stands for. All values travel as {@code double}. */
public enum ValueType {
  /** 0 = false, 1 = true. */
  BOOLEAN,
  /** A quantity with a unit. */
  NUMBER,
  /** One of a list of named states; the number is the state's index, from 0. */
  STATE
}
