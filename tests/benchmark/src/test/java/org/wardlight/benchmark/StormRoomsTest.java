package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StormRoomsTest {
  private static List<String> rooms(int count) {
    return IntStream.range(0, count).mapToObj(i -> "%04d".formatted(i)).toList();
  }

  @Test
  void everyRoomHasOnePart() {
    StormRooms rooms = StormRooms.of(rooms(726), 100);
    assertThat(rooms.calling()).hasSize(100);
    assertThat(rooms.flickering()).hasSize(625);
    List<String> all = new ArrayList<>(rooms.calling());
    all.addAll(rooms.flickering());
    all.add(rooms.chattering());
    assertThat(all).containsExactlyInAnyOrderElementsOf(rooms(726));
  }

  @Test
  void whoCallsIsSpreadAmongWhatFlickers() {
    StormRooms rooms = StormRooms.of(rooms(12), 2);
    assertThat(rooms.calling()).containsExactly("0003", "0011");
    assertThat(rooms.chattering()).isEqualTo("0007");
  }

  @Test
  void somethingMustFlicker() {
    assertThatIllegalArgumentException().isThrownBy(() -> StormRooms.of(rooms(3), 2));
  }

  @Test
  void fiveInputsOfARoomChangeFourTimesASecondAndOneInTwentyIsMissed() {
    assertThat(StormBench.flickering(10_000)).isEqualTo(527);
    assertThat(StormBench.flickering(20)).isEqualTo(2);
    assertThat(StormBench.flickering(1)).isEqualTo(1);
  }
}
