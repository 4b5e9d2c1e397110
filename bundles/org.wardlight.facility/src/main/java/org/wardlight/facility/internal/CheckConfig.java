package org.wardlight.facility.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityChange;

/**
 * The command {@code check-config DIR [FALLBACK] [--against DIR]}: says what is wrong with a
 * configuration, what its drivers cannot read in time, and what of another would change if it took
 * its place.
 */
@Component(service = BiFunction.class, property = "wardlight.command=check-config")
public final class CheckConfig
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  private static final String AGAINST = "--against";
  static final int GOOD = 0;
  static final int FAULTY = 1;
  static final int USAGE = 2;

  private final List<Driver> drivers;

  /**
   * A command that asks these drivers.
   *
   * @param drivers those whose schemes no endpoint has are not asked
   */
  @Activate
  public CheckConfig(@Reference List<Driver> drivers) {
    this.drivers = List.copyOf(drivers);
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return words -> run(words, out, err);
  }

  private int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> words = new ArrayList<>(arguments);
    int at = words.indexOf(AGAINST);
    String against = at >= 0 && at + 1 < words.size() ? words.remove(at + 1) : "";
    words.remove(AGAINST);
    if (words.isEmpty() || words.size() > 2 || (at >= 0 && against.isEmpty())) {
      err.println(
          "usage: check-config FACILITY_DIRECTORY [DEVICE_CONFIGS_OF_THE_DISTRIBUTION]"
              + " [--against FACILITY_DIRECTORY]");
      return USAGE;
    }
    Path fallback = words.size() == 2 ? Path.of(words.get(1)) : null;
    Facility facility = read(Path.of(words.get(0)), fallback, out);
    if (facility == null) {
      return FAULTY;
    }
    if (at < 0) {
      return GOOD;
    }
    Facility other = read(Path.of(against), fallback, out);
    if (other == null) {
      return FAULTY;
    }
    FacilityChange change = FacilityChange.between(other, facility);
    out.println("against " + against + ": " + change.summary());
    change.lines().forEach(out::println);
    return GOOD;
  }

  /** Reads a facility and says what was found; null if it is faulty. */
  private @Nullable Facility read(Path directory, @Nullable Path fallback, PrintStream out) {
    FacilityReadout readout = FacilityReader.read(directory, fallback, drivers);
    readout.problems().forEach(out::println);
    readout.warnings().forEach(warning -> out.println(warning.asWarning()));
    Facility facility = readout.facility();
    if (facility == null) {
      int count = readout.problems().size();
      out.println(directory + ": " + count + (count == 1 ? " problem" : " problems"));
      return null;
    }
    int rooms = facility.wards().stream().mapToInt(ward -> ward.rooms().size()).sum();
    out.printf(
        "%s: good. %d wards, %d rooms, %d devices, %d points, %d connections%n",
        directory,
        facility.wards().size(),
        rooms,
        facility.devices().size(),
        facility.points().size(),
        facility.connections().size());
    return facility;
  }
}
