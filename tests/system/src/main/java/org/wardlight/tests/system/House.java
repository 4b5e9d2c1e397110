package org.wardlight.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.sim.DemoCopy;
import org.wardlight.sim.Fault;
import org.wardlight.sim.Main;
import org.wardlight.sim.SimulatedFacility;
import org.wardlight.sim.SimulationSettings;

/**
 * The demo facility on free ports, where it is two in the morning and nobody moves by themselves.
 * Rooms 203 (OPC UA) and 105 (Modbus) have residents with a fall risk and short limits.
 */
public final class House implements AutoCloseable {
  private final Path directory;
  private SimulatedFacility facility;

  private House(Path directory) {
    this.directory = directory;
    facility = SimulatedFacility.start(Main.read(directory), SimulationSettings.quiet());
  }

  /**
   * Writes the facility's configuration and starts its devices.
   *
   * @param target an empty directory for the configuration
   * @param limit203 longest stay in the bathroom of room 203
   * @param limit105 the same for room 105
   */
  public static House open(Path target, Duration limit203, Duration limit105) {
    Path demo = ServerProcess.PRODUCT.resolve("device-configs/facilities/demo");
    Path directory = DemoCopy.prepare(demo, target);
    replace(directory.resolve("facility.yaml"), "Europe/Berlin", zoneWhereItIsTwo());
    replace(
        directory.resolve("wards/ward-b.yaml"),
        "path-light: true, bathroom-limit-night: 15min",
        "path-light: true, bathroom-limit-night: " + seconds(limit203));
    replace(
        directory.resolve("wards/ward-a.yaml"),
        "name: Wang, care-level: high-dependency",
        "name: Wang, care-level: high-dependency, plan: {bathroom-limit-night: "
            + seconds(limit105)
            + "}");
    return new House(directory);
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + "s";
  }

  /** A zone in which the night began four hours ago and lasts for at least three more. */
  private static String zoneWhereItIsTwo() {
    int hour = Instant.now().atZone(ZoneOffset.UTC).getHour();
    int east = Math.floorMod(2 - hour + 12, 24) - 12;
    // Zones of this family count westwards.
    return east == 0 ? "Etc/UTC" : "Etc/GMT" + (east > 0 ? "-" + east : "+" + -east);
  }

  /** Replaces the one place where a file says this. */
  static void replace(Path file, String was, String is) {
    try {
      String text = Files.readString(file);
      if (!text.contains(was)) {
        throw new IllegalStateException(file + " does not say " + was);
      }
      Files.writeString(file, text.replace(was, is));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The facility directory, for {@code --config}. */
  public Path directory() {
    return directory;
  }

  public void perform(String room, String words) {
    facility.perform(room, words);
  }

  public void press(Point button, Duration held) {
    facility.press(button.room(), button.kind().id(), button.space(), held);
  }

  public void press(String room, String kind) {
    press(room, kind, Duration.ofMillis(700));
  }

  public void press(String room, String kind, Duration held) {
    facility.press(room, kind, null, held);
  }

  public void set(String room, String kind, double value) {
    facility.set(room, kind, value);
  }

  /** What a device shows; for outputs what the server wrote. */
  public double value(String room, String kind) {
    return facility.value(room, kind);
  }

  public void fault(String target, Fault fault) {
    facility.fault(target, fault);
  }

  /** The server of a connection ends, and another listens in its place. */
  public void restart(String connection) {
    facility.restart(connection);
  }

  /** The points of these kinds in the whole house. */
  public Stream<Point> points(List<String> kinds) {
    return facility.facility().points().stream().filter(p -> kinds.contains(p.kind().id()));
  }

  /** The ids of the devices of a connection, or of all connections. */
  public List<String> devicesOf(String connection) {
    return facility.facility().devices().values().stream()
        .filter(d -> d.connection().equals(connection))
        .map(Device::id)
        .toList();
  }

  public List<String> devices() {
    return List.copyOf(facility.facility().devices().keySet());
  }

  /** All devices lose their power and what they knew. */
  public void powerOff() {
    facility.close();
  }

  /** All devices start: lamps and lights are off, residents are in bed. */
  public void powerOn() {
    facility = SimulatedFacility.start(Main.read(directory), SimulationSettings.quiet());
  }

  @Override
  public void close() {
    facility.close();
  }
}
