package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is protected now, and if not, why. Computed when asked; thread-safe. */
public interface Coverage {
  /** The beds of a ward in the order of the facility; empty if there is no such ward. */
  List<BedCoverage> board(String ward);

  /**
   * One bed.
   *
   * @param resident the resident's id; null for an empty bed
   * @param watches what is watched for: nothing for an empty bed
   * @param silent the alarm kinds that nobody ordered and that rules cannot raise here, because the
   *     room has no sensor for them
   */
  record BedCoverage(
      String ward,
      String room,
      String bed,
      @Nullable String resident,
      List<WatchCoverage> watches,
      List<String> silent) {
    public BedCoverage {
      watches = List.copyOf(watches);
      silent = List.copyOf(silent);
    }

    public boolean covered() {
      return watches.stream().allMatch(WatchCoverage::covered);
    }
  }

  /**
   * One watch of the care plan, or the way of a call.
   *
   * @param watch the alarm kind that it would raise: {@code call.bed}, {@code bathroom.dwell}, …
   * @param gaps why it would not reach anybody; empty if it would
   */
  record WatchCoverage(String watch, List<Gap> gaps) {
    public WatchCoverage {
      gaps = List.copyOf(gaps);
    }

    public boolean covered() {
      return gaps.isEmpty();
    }
  }

  /** Why a watch does not protect. */
  enum Cause {
    /** The room has no point for it. */
    NO_SENSOR,
    /** Its device does not answer. */
    DEVICE_DEAD,
    /** Its point was never read, or its quality is not GOOD. */
    SENSOR_DOUBTFUL,
    /** Its open alarm is shelved. */
    SHELVED,
    BYPASSED,
    /** Its device or room is under maintenance: a failure would not be shown. */
    MAINTENANCE,
    /** The rules that watch do not run. */
    RULE_FAILED,
    /** No screen shows the ward. */
    NO_STATION,
    /** The bedside terminal is not connected. */
    TERMINAL_AWAY,
    /** The ward's call points are being tested: the first press is taken for a test. */
    WALK_TEST
  }

  /**
   * One reason.
   *
   * @param subject the device, point, shelving, rule or test that it is about; may be empty
   * @param since since when, if that is known
   */
  record Gap(Cause cause, String subject, @Nullable Instant since) {}
}
