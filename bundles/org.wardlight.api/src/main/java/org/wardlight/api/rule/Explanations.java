package org.wardlight.api.rule;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says why what holds in a room holds. Thread-safe; the answer comes from the ward's rules. */
public interface Explanations {
  /**
   * What rules know and conclude about a room or common space.
   *
   * @return fails with {@link IllegalArgumentException} for a room that does not exist, with {@link
   *     IllegalStateException} while the ward's rules have not begun
   */
  CompletionStage<Explanation> explain(String room);

  /**
   * One room.
   *
   * @param facts what rules are told of the room now
   * @param conclusions what follows from them
   * @param rules every rule file, and whether it says anything here
   */
  record Explanation(
      String room, List<Known> facts, List<Followed> conclusions, List<RuleState> rules) {
    public Explanation {
      facts = List.copyOf(facts);
      conclusions = List.copyOf(conclusions);
      rules = List.copyOf(rules);
    }
  }

  /**
   * A fact in words, for engineers.
   *
   * @param type the name of its type, {@code Reading}
   * @param text its fields, {@code bathroom.presence 101/bathroom = 1 GOOD since …}
   */
  record Known(String type, String text) {}

  /**
   * A conclusion and its reasons. Each rule that leads to it by itself is one entry.
   *
   * @param rule the file, {@code bathroom-dwell}
   * @param block the rule's name within the file
   * @param because the facts that satisfied its conditions, limits among them
   */
  record Followed(Conclusion conclusion, String rule, String block, List<Known> because) {
    public Followed {
      because = List.copyOf(because);
    }
  }

  /**
   * A rule file in this room.
   *
   * @param why for people: why it is in quarantine, or what it lacks here; empty if it speaks
   */
  record RuleState(String rule, State state, String why) {
    /** What a rule does in a room. */
    public enum State {
      /** Something it concludes holds. */
      SPEAKS,
      /** All it needs is there; its conditions do not hold now. */
      SILENT,
      /** The room lacks a kind of point that it asks for. */
      LACKING,
      /** Taken out because it failed. */
      QUARANTINED
    }
  }
}
