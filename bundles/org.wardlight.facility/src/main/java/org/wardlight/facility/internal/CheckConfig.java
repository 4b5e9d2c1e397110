package org.wardlight.facility.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import org.wardlight.api.space.Facility;

/** The command {@code check-config DIR [FALLBACK]}: says what is wrong with a configuration. */
public final class CheckConfig {
  static final int GOOD = 0;
  static final int FAULTY = 1;
  static final int USAGE = 2;

  private CheckConfig() {}

  /** Prints the problems and a summary; exits with 0 (good), 1 (faulty) or 2 (wrong usage). */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length < 1 || args.length > 2) {
      err.println("usage: check-config FACILITY_DIRECTORY [DEVICE_CONFIGS_OF_THE_DISTRIBUTION]");
      return USAGE;
    }
    Path directory = Path.of(args[0]);
    FacilityReadout readout =
        FacilityReader.read(directory, args.length == 2 ? Path.of(args[1]) : null);
    readout.problems().forEach(out::println);
    Facility facility = readout.facility();
    if (facility == null) {
      int count = readout.problems().size();
      out.println(directory + ": " + count + (count == 1 ? " problem" : " problems"));
      return FAULTY;
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
    return GOOD;
  }
}
