package org.wardlight.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.ValueType;

class RecordingPolicyTest {
  private static final int NUMBER = 0;
  private static final int SWITCH = 1;
  private final SampleRing ring = new SampleRing(100);
  private final RecordingPolicy policy =
      new RecordingPolicy(Points.of(ValueType.NUMBER, ValueType.BOOLEAN));

  @Test
  void aNumberIsRecordedOncePerPeriodHoweverItChanges() {
    for (int second = 0; second <= 25; second++) {
      offer(NUMBER, 20 + second, Quality.GOOD, second);
    }
    assertThat(taken()).containsExactly("p0=20.0@0", "p0=30.0@10", "p0=40.0@20");
  }

  @Test
  void aSwitchIsRecordedAtEveryChangeAndAtLeastOncePerPeriod() {
    offer(SWITCH, 0, Quality.GOOD, 0);
    offer(SWITCH, 0, Quality.GOOD, 1);
    offer(SWITCH, 1, Quality.GOOD, 2);
    offer(SWITCH, 0, Quality.GOOD, 3);
    offer(SWITCH, 0, Quality.GOOD, 12);
    offer(SWITCH, 0, Quality.GOOD, 13);
    assertThat(taken()).containsExactly("p1=0.0@0", "p1=1.0@2", "p1=0.0@3", "p1=0.0@13");
  }

  @Test
  void theEndOfAKnownValueIsOneGapMarkAndTheReturnIsRecordedAtOnce() {
    offer(NUMBER, 20, Quality.GOOD, 0);
    offer(NUMBER, Double.NaN, Quality.BAD, 1);
    offer(NUMBER, 20, Quality.STALE, 2);
    offer(NUMBER, 21, Quality.UNCERTAIN, 3);
    assertThat(taken()).containsExactly("p0=20.0@0", "p0=NaN@1", "p0=21.0@3");
  }

  @Test
  void aPointThatWasNeverKnownLeavesNoMark() {
    offer(SWITCH, Double.NaN, Quality.BAD, 1);
    assertThat(taken()).isEmpty();
  }

  /** A clock that is set back must not silence a point until the old time comes again. */
  @Test
  void aClockSetBackDoesNotStopRecording() {
    offer(NUMBER, 20, Quality.GOOD, 1_000);
    offer(NUMBER, 21, Quality.GOOD, 10);
    assertThat(taken()).containsExactly("p0=20.0@1000", "p0=21.0@10");
  }

  // What stays must not be recorded anew whenever somebody changes the configuration.
  @Test
  void anotherFacilityGoesOnWithThePointsThatStayAndNeverRecordsTexts() {
    offer(NUMBER, 20, Quality.GOOD, 0);
    RecordingPolicy next =
        policy.following(Points.of(ValueType.NUMBER, ValueType.TEXT, ValueType.NUMBER));
    next.offer(NUMBER, 21, Quality.GOOD, 5_000_000, ring);
    next.offer(SWITCH, 0, Quality.GOOD, 5_000_000, ring);
    next.offer(2, 7, Quality.GOOD, 5_000_000, ring);
    next.offer(3, 8, Quality.GOOD, 5_000_000, ring); // not there, or not yet
    assertThat(taken()).containsExactly("p0=20.0@0", "p2=7.0@5");
  }

  @Test
  void whatDoesNotFitIntoTheQueueIsCounted() {
    SampleRing small = new SampleRing(2);
    for (int i = 0; i < 5; i++) {
      small.put("p", i, (byte) 0, i);
    }
    assertThat(small.dropped()).isEqualTo(3);
    SampleRing.Taken taken = new SampleRing.Taken(10);
    small.drain(taken);
    assertThat(taken.size).isEqualTo(2);
    small.put("p", 9, (byte) 0, 9);
    small.drain(taken);
    assertThat(taken.values[0]).isEqualTo(9);
  }

  private void offer(int point, double value, Quality quality, long second) {
    policy.offer(point, value, quality, second * 1_000_000, ring);
  }

  private List<String> taken() {
    SampleRing.Taken taken = new SampleRing.Taken(100);
    ring.drain(taken);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < taken.size; i++) {
      samples.add(taken.points[i] + "=" + taken.values[i] + "@" + taken.micros[i] / 1_000_000);
    }
    return samples;
  }
}
