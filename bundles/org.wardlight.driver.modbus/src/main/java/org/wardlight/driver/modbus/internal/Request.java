package org.wardlight.driver.modbus.internal;

/** Something that is asked of a unit. */
sealed interface Request permits Poll, WriteJob {
  int unit();

  /** The encoded question; not to be changed. */
  byte[] pdu();
}
