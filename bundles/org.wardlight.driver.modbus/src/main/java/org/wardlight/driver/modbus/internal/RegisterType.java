package org.wardlight.driver.modbus.internal;

/**
 * What the bits of one or more registers mean. Values travel as {@code double}: integers of 64 bits
 * are exact up to 2^53.
 */
enum RegisterType {
  BOOL(1, 0, 1),
  INT16(1, Short.MIN_VALUE, Short.MAX_VALUE),
  UINT16(1, 0, 0xFFFF),
  INT32(2, Integer.MIN_VALUE, Integer.MAX_VALUE),
  UINT32(2, 0, 0xFFFF_FFFFL),
  INT64(4, -0x1p63, 0x1.fffffffffffffp62),
  UINT64(4, 0, 0x1.fffffffffffffp63),
  FLOAT32(2, -Float.MAX_VALUE, Float.MAX_VALUE),
  FLOAT64(4, -Double.MAX_VALUE, Double.MAX_VALUE),
  BCD16(1, 0, 9999),
  BCD32(2, 0, 99_999_999);

  /** Registers it takes; 1 for a coil or discrete input too. */
  final int words;

  /** Least and greatest raw value that a write may carry. */
  final double least;

  final double greatest;

  RegisterType(int words, double least, double greatest) {
    this.words = words;
    this.least = least;
    this.greatest = greatest;
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** The value of these bits; NaN if they mean none (a float that is NaN, a BCD digit above 9). */
  double value(long bits) {
    return switch (this) {
      case BOOL -> bits == 0 ? 0 : 1;
      case INT16 -> (short) bits;
      case INT32 -> (int) bits;
      case UINT16, UINT32, INT64 -> bits;
      case UINT64 -> bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case BCD16, BCD32 -> fromBcd(bits);
    };
  }

  /** The bits of a raw value between {@link #least} and {@link #greatest}, rounded if whole. */
  long bits(double raw) {
    return switch (this) {
      case BOOL -> raw == 0 ? 0 : 1;
      case INT16, UINT16, INT32, UINT32, INT64 -> (long) Math.rint(raw);
      case UINT64 -> raw < 0x1p63 ? (long) Math.rint(raw) : (long) (raw - 0x1p63) ^ Long.MIN_VALUE;
      case FLOAT32 -> Float.floatToIntBits((float) raw);
      case FLOAT64 -> Double.doubleToLongBits(raw);
      case BCD16, BCD32 -> toBcd((long) Math.rint(raw));
    };
  }

  private double fromBcd(long bits) {
    long value = 0;
    for (int shift = 16 * words - 4; shift >= 0; shift -= 4) {
      long digit = (bits >> shift) & 0xF;
      if (digit > 9) {
        return Double.NaN;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static long toBcd(long value) {
    long bits = 0;
    long rest = value;
    for (int shift = 0; rest > 0; shift += 4) {
      bits |= (rest % 10) << shift;
      rest /= 10;
    }
    return bits;
  }
}
