package org.wardlight.api.field;

/**
 * The reconciler: outputs are wished, not fired. It writes until the device reads back what is
 * wished, also after the device returns. Thread-safe, never blocks.
 */
public interface Outputs {
  /**
   * Sets what this origin wishes the output to be; replaces its earlier wish.
   *
   * @param why for people: "call from the bed"
   * @param origin any but MANUAL: what people hold has an owner and an end, see {@link Overrides}
   * @throws IllegalArgumentException if the point is no output that the server may write, or the
   *     value is out of bounds
   */
  void wish(int point, Origin origin, double value, String why);

  /**
   * Withdraws the origin's wish; the next in order wins, or the output is left as it is. Does
   * nothing if there is no such output: it may have been removed meanwhile.
   */
  void withdraw(int point, Origin origin);

  /** What this origin wishes, whoever wins; NaN if it wishes nothing. */
  double wished(int point, Origin origin);

  OutputState state(int point);
}
