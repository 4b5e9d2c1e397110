package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;

/** A snapshot is as good as the journal that it stands for. */
class SnapshotLawsTest {
  private static DeskImage image(WardState state) {
    List<Alarm> closed = new ArrayList<>();
    state.alarms().open().values().forEach(one -> closed.add(one.alarm()));
    return new DeskImage(Map.of("ward-a", state), closed, List.of());
  }

  @Property(tries = 100)
  void snapshotAndTailGiveTheSameStateAsTheWholeJournal(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int percent) {
    PlayedWard ward = RandomPlay.play(seed, 60);
    int cut = ward.events.size() * percent / 100;
    WardState state = WardState.EMPTY;
    for (AlarmEvent event : ward.events.subList(0, cut)) {
      state = state.with(event);
    }
    DeskImage image = image(state);
    DeskImage read = RecordJson.read(RecordJson.write(image), DeskImage.class);
    assertThat(read).isEqualTo(image);
    WardState resumed = read.wards().getOrDefault("ward-a", WardState.EMPTY);
    for (AlarmEvent event : ward.events.subList(cut, ward.events.size())) {
      resumed = resumed.with(event);
    }
    assertThat(resumed).isEqualTo(ward.state);
  }

  /** Whatever a disk makes of the bytes: refused, or something that was written; never a crash. */
  @Property(tries = 100)
  void spoiltSnapshotIsRefusedWithTheOneException(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 99) int percent) {
    byte[] bytes = RecordJson.write(image(RandomPlay.play(seed, 20).state));
    byte[] cut = Arrays.copyOf(bytes, bytes.length * percent / 100);
    assertThatThrownBy(() -> RecordJson.read(cut, DeskImage.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
