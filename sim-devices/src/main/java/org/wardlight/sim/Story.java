package org.wardlight.sim;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens one after the other, from a story file.
 *
 * @param title one line for people
 * @param speed how much faster than told it is played unless the player says otherwise
 */
public record Story(String title, double speed, List<Step> steps) {
  public Story {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param line of the file
   * @param at time since the start of the story
   * @param target the room that something happens in, or the connection or device with a fault
   * @param words what somebody does; empty for a fault
   * @param fault null for a deed
   */
  public record Step(int line, Duration at, String target, String words, @Nullable Fault fault) {
    @Override
    public String toString() {
      return at.toSeconds() + " s: " + target + " " + (fault == null ? words : fault.word());
    }
  }

  /** Refuses a story that names what this house does not have. */
  void check(House house, Deeds deeds, FaultBoard faults) {
    for (Step step : steps) {
      try {
        if (step.fault() == null) {
          var unused = deeds.in(house.room(step.target()), step.words());
        } else {
          faults.check(step.target(), step.fault());
        }
      } catch (SimulationException e) {
        throw new SimulationException("line " + step.line() + ": " + e.getMessage(), e);
      }
    }
  }
}
