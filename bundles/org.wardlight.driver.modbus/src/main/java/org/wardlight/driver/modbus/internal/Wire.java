package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;

/** An open connection that carries bytes; what arrives goes to its {@link Exchange}. */
interface Wire {
  /** Room for a frame, of the kind that this connection sends best. */
  ByteBuf buffer(int size);

  /** Sends the bytes and releases them; does not block. */
  void send(ByteBuf frame);

  /**
   * Begins to close.
   *
   * @param closed run once the connection is free again, on any thread
   */
  void close(Runnable closed);
}
