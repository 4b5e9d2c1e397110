package org.wardlight.facility.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityChange;

/**
 * The command {@code check-config DIR [FALLBACK] [--against DIR]}: says what is wrong with a
 * configuration, and what of another would change if it took its place.
 */
public final class CheckConfig {
  private static final String AGAINST = "--against";
  static final int GOOD = 0;
  static final int FAULTY = 1;
  static final int USAGE = 2;

  private CheckConfig() {}

  /** Prints the problems and a summary; exits with 0 (good), 1 (faulty) or 2 (wrong usage). */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> words = new ArrayList<>(List.of(args));
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
  private static @Nullable Facility read(Path directory, @Nullable Path fallback, PrintStream out) {
    FacilityReadout readout = FacilityReader.read(directory, fallback);
    readout.problems().forEach(out::println);
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
