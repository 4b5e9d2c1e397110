package org.wardlight.driver.modbus.internal;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What the bits at an address mean. */
sealed interface Layout {
  /** How many addresses of its table it takes. */
  int length();

  /**
   * A number, truth value or state: value = raw × scale + offset, or the state that raw stands for.
   *
   * @param bit 0 to 15 in a register, 0 the least significant; -1 if the type is no bit of a
   *     register
   * @param states null if the raw value is not translated into a state
   */
  record Value(
      RegisterType type,
      WordOrder order,
      int bit,
      double scale,
      double offset,
      @Nullable RawStates states)
      implements Layout {
    public Value {
      if (scale == 0) {
        throw new IllegalArgumentException("scale must not be 0");
      }
      if (states != null && (scale != 1 || offset != 0)) {
        throw new IllegalArgumentException("states do not go with scale, offset or inverted");
      }
    }

    @Override
    public int length() {
      return type.words;
    }

    /** The value of a raw number; NaN if it stands for none of the states. */
    double value(double raw) {
      return states == null ? raw * scale + offset : states.state(raw);
    }

    /** The raw number of a value, rounded if the type is whole; NaN if there is none. */
    double raw(double value) {
      double raw = states == null ? (value - offset) / scale : states.raw(value);
      return type.isFloat() ? raw : Math.rint(raw);
    }
  }

  /**
   * Words of a device about itself; they end at the first NUL, spaces at the end do not count.
   *
   * @param length in registers of two bytes
   * @param swapped whether the second character of a register is in its high byte
   */
  record Text(int length, Charset charset, boolean swapped) implements Layout {}
}
