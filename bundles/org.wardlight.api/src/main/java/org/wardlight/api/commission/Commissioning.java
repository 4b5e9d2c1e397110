package org.wardlight.api.commission;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;

/**
 * Reads a device once, over a connection of its own that is closed again. Needs no running facility
 * and writes nothing. Thread-safe. A gateway that serves one client only refuses it while the
 * facility is connected.
 */
public interface Commissioning {
  /** The ids of all device types, in alphabetical order. */
  Set<String> deviceTypes();

  /**
   * The points of a device that no facility knows yet, with ids from 0.
   *
   * @param connection the id of the connection that will be polled
   * @param device the settings that a facility file would give it, for example {@code unit: 3}
   * @throws IllegalArgumentException if there is no such type, its file is faulty or the settings
   *     do not fit it; the message says what to change
   */
  List<Point> points(String type, String connection, Map<String, Object> device);

  /**
   * Reads these points once. The stage never fails for what the device does; it completes within
   * the limit and two seconds for closing.
   *
   * @param points all of this connection
   * @param limit longest wait for the last value, up to a minute
   * @throws IllegalArgumentException if no driver knows the endpoint or it refuses the
   *     specification; the message says what to change
   * @throws java.util.concurrent.RejectedExecutionException if too many devices are being read
   */
  CompletionStage<Poll> pollOnce(ConnectionSpec connection, List<Point> points, Duration limit);
}
