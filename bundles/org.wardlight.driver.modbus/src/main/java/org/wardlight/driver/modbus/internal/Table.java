package org.wardlight.driver.modbus.internal;

/** The four address spaces of a Modbus unit. */
enum Table {
  COIL("coil", true, true, 1),
  DISCRETE_INPUT("discrete-input", true, false, 2),
  HOLDING_REGISTER("holding-register", false, true, 3),
  INPUT_REGISTER("input-register", false, false, 4);

  /** How configurations call it. */
  final String word;

  /** Whether an address holds one bit instead of a register of 16. */
  final boolean ofBits;

  final boolean writable;
  final int readFunction;

  Table(String word, boolean ofBits, boolean writable, int readFunction) {
    this.word = word;
    this.ofBits = ofBits;
    this.writable = writable;
    this.readFunction = readFunction;
  }
}
