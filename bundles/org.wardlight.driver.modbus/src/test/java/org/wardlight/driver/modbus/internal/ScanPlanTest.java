package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.bounded;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.register;
import static org.wardlight.driver.modbus.internal.Points.with;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;

class ScanPlanTest {
  private static final BlockLimits LIMITS = BlockLimits.DEFAULT;

  private static List<String> blocks(List<Point> points) {
    return ScanPlan.of(points, LIMITS).blocks().stream().map(ReadBlock::toString).toList();
  }

  @Test
  void pointsCloseTogetherShareABlockWhateverTheirOrder() {
    assertThat(blocks(List.of(register(0, 1, 20), register(1, 1, 10), register(2, 1, 11))))
        .containsExactly("unit 1 holding-register 10+11");
  }

  @Test
  void aGapUpToTheLimitIsReadAndOneMoreIsNot() {
    assertThat(blocks(List.of(register(0, 1, 0), register(1, 1, 9)))).hasSize(1);
    assertThat(blocks(List.of(register(0, 1, 0), register(1, 1, 10)))).hasSize(2);
  }

  @Test
  void aGapOfBitsHasItsOwnLimit() {
    Point first = point(0, ScanClass.NORMAL, at(1, "coil", 0, "bool"));
    assertThat(blocks(List.of(first, point(1, ScanClass.NORMAL, at(1, "coil", 33, "bool")))))
        .containsExactly("unit 1 coil 0+34");
    assertThat(blocks(List.of(first, point(1, ScanClass.NORMAL, at(1, "coil", 34, "bool")))))
        .hasSize(2);
  }

  @Test
  void noBlockIsLongerThanTheLimit() {
    List<Point> points = IntStream.range(0, 300).mapToObj(i -> register(i, 1, i)).toList();
    assertThat(blocks(points))
        .containsExactly(
            "unit 1 holding-register 0+120",
            "unit 1 holding-register 120+120",
            "unit 1 holding-register 240+60");
  }

  @Test
  void unitsTablesAndScanClassesAreNeverMixed() {
    assertThat(
            blocks(
                List.of(
                    register(0, 1, 0),
                    register(1, 2, 0),
                    point(2, ScanClass.NORMAL, at(1, "input-register", 0, "uint16")),
                    point(3, ScanClass.SAFETY, at(1, "holding-register", 0, "uint16")))))
        .hasSize(4);
  }

  @Test
  void eachTableIsReadWithItsFunction() {
    for (String table : List.of("coil", "discrete-input", "holding-register", "input-register")) {
      Map<String, Object> address = Map.of("unit", 1, "table", table, "address", 258, "bit", 0);
      if (table.endsWith("register")) {
        assertPdu(with(address, "type", "bool"), table.startsWith("holding") ? 3 : 4);
      } else {
        assertPdu(at(1, table, 258, "bool"), table.equals("coil") ? 1 : 2);
      }
    }
  }

  private static void assertPdu(Map<String, Object> address, int function) {
    ScanPlan plan = ScanPlan.of(List.of(point(0, ScanClass.SLOW, address)), LIMITS);
    assertThat(plan.blocks().get(0).pdu()).containsExactly(function, 1, 2, 0, 1);
  }

  @Test
  void aPointThatMakesNoSenseIsNamedAndHarmsNoNeighbour() {
    Point bad = point(1, ScanClass.NORMAL, at(1, "holding-register", 0, "text"));
    ScanPlan plan = ScanPlan.of(List.of(register(0, 1, 0), bad), LIMITS);

    assertThat(plan.blocks()).hasSize(1);
    assertThat(plan.unreadable().get(bad)).contains("type must be one of").contains("text");
  }

  @Test
  void aBlockIsDecodedByItsProgram() {
    Map<String, Object> scaled = with(at(1, "holding-register", 1, "int16"), "scale", 0.1);
    Map<String, Object> bit = with(at(1, "holding-register", 2, "bool"), "bit", 9);
    ReadBlock block =
        ScanPlan.of(
                List.of(
                    register(7, 1, 0),
                    point(8, ScanClass.NORMAL, with(scaled, "offset", -5)),
                    point(9, ScanClass.NORMAL, bit),
                    bounded(10, ScanClass.NORMAL, 0, 100, at(1, "holding-register", 3, "uint16")),
                    point(11, ScanClass.NORMAL, at(1, "holding-register", 4, "float32")),
                    point(12, ScanClass.NORMAL, at(1, "holding-register", 6, "bcd16"))),
                LIMITS)
            .blocks()
            .get(0);
    ByteBuf in = Unpooled.buffer().writeByte(3).writeByte(14);
    in.writeShort(42).writeShort(-100).writeShort(0x0200).writeShort(101).writeInt(0x7FC00000);
    in.writeShort(0xFFFF);
    SampleBatch out = new SampleBatch(1).begin(1);

    assertThat(block.decode(in, 0, 16, out)).isNull();
    assertThat(IntStream.range(0, 6).mapToObj(out::point)).containsExactly(7, 8, 9, 10, 11, 12);
    assertThat(out.value(0)).isEqualTo(42);
    assertThat(out.value(1)).isEqualTo(-15);
    assertThat(out.value(2)).isEqualTo(1);
    assertThat(out.quality(2)).isEqualTo(Quality.GOOD);
    assertThat(out.quality(3)).isEqualTo(Quality.BAD);
    assertThat(out.reason(3)).isEqualTo(QualityReason.OUT_OF_RANGE);
    assertThat(out.reason(4)).isEqualTo(QualityReason.DEVICE_REPORTED);
    assertThat(out.reason(5)).isEqualTo(QualityReason.MALFORMED);
  }

  @Test
  void coilsAreDecodedFromTheLowestBitOn() {
    List<Point> points =
        IntStream.of(3, 4, 11, 12)
            .mapToObj(a -> point(a, ScanClass.NORMAL, at(1, "coil", a, "bool")))
            .toList();
    ReadBlock block = ScanPlan.of(points, LIMITS).blocks().get(0);
    SampleBatch out = new SampleBatch(4).begin(1);

    ByteBuf in = Unpooled.wrappedBuffer(new byte[] {1, 2, (byte) 0b0000_0001, (byte) 0b0000_0011});
    assertThat(block.decode(in, 0, 4, out)).isNull();
    assertThat(IntStream.range(0, 4).mapToDouble(out::value)).containsExactly(1d, 0d, 1d, 1d);
  }

  @Test
  void anAnswerOfTheWrongLengthGivesNoSample() {
    ReadBlock block = ScanPlan.of(List.of(register(0, 1, 0)), LIMITS).blocks().get(0);
    SampleBatch out = new SampleBatch(1).begin(1);
    ByteBuf in = Unpooled.wrappedBuffer(new byte[] {3, 4, 0, 1, 0, 2});

    assertThat(block.decode(in, 0, 6, out)).contains("6 bytes instead of 4");
    assertThat(block.decode(in, 0, 4, out)).isNotNull();
    assertThat(out.size()).isZero();
  }

  // Whatever is configured, every point is read by one block that covers it, within the limits;
  // and halving blocks loses no point.
  @Property(tries = 300)
  void everyPointIsCoveredOnce(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 400) Integer> addresses,
      @ForAll @IntRange(min = 0, max = 20) int gap,
      @ForAll @IntRange(min = 4, max = 125) int length) {
    List<String> types = List.of("uint16", "int32", "float64");
    List<Point> points = new ArrayList<>();
    for (int address : addresses) {
      int id = points.size();
      points.add(point(id, ScanClass.SLOW, at(1, "input-register", address, types.get(id % 3))));
    }
    List<ReadBlock> blocks =
        ScanPlan.of(points, new BlockLimits(gap, 0, length, 1, List.of())).blocks();

    assertThat(ids(blocks)).containsExactlyInAnyOrderElementsOf(ids(points.size()));
    for (ReadBlock block : blocks) {
      assertThat(block.count()).isLessThanOrEqualTo(length);
      for (ReadBlock.Mapping m : block.mappings()) {
        assertThat(m.address().address()).isGreaterThanOrEqualTo(block.address());
        assertThat(m.end()).isLessThanOrEqualTo(block.address() + block.count());
      }
    }
    List<ReadBlock> leaves = new ArrayList<>();
    blocks.forEach(b -> narrow(b, leaves));
    assertThat(ids(leaves)).containsExactlyInAnyOrderElementsOf(ids(points.size()));
    assertThat(leaves).allMatch(b -> Set.copyOf(starts(b)).size() == 1);
  }

  private static List<Integer> starts(ReadBlock block) {
    return block.mappings().stream().map(m -> m.address().address()).toList();
  }

  private static void narrow(ReadBlock block, List<ReadBlock> leaves) {
    List<ReadBlock> halves = block.halves();
    if (halves.isEmpty()) {
      leaves.add(block);
    }
    halves.forEach(h -> narrow(h, leaves));
  }

  private static List<Integer> ids(List<ReadBlock> blocks) {
    return blocks.stream().flatMap(b -> b.mappings().stream()).map(m -> m.point().id()).toList();
  }

  private static List<Integer> ids(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
