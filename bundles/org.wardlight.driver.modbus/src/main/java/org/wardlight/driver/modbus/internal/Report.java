package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;

/** Turns answers and failures into batches of samples. Lives on the link's event loop. */
final class Report {
  private final Clock clock;
  private final Consumer<SampleBatch> listener;

  /** Grows to what one answer of this link holds: there may be ten thousand links. */
  private final SampleBatch batch = new SampleBatch(1);

  Report(Clock clock, Consumer<SampleBatch> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Delivers the samples of an answer, or says what is wrong with it. */
  @Nullable String answer(ReadBlock block, ByteBuf in, int at, int length) {
    String wrong = block.decode(in, at, length, begin());
    if (wrong == null) {
      listener.accept(batch);
    }
    return wrong;
  }

  void bad(Collection<ReadBlock> blocks, QualityReason reason) {
    if (!blocks.isEmpty()) {
      begin();
      blocks.forEach(b -> b.bad(reason, batch));
      listener.accept(batch);
    }
  }

  void unsupported(Collection<Point> points) {
    begin();
    points.forEach(p -> batch.addBad(p.id(), QualityReason.UNSUPPORTED));
    listener.accept(batch);
  }

  private SampleBatch begin() {
    Instant now = clock.instant();
    return batch.begin(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
  }
}
