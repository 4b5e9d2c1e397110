package org.wardlight.telemetry.internal;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.TableWriter;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The samples on disk: one QuestDB table, a partition a day, indexed by point. QuestDB runs inside
 * the calling threads and starts none. Writing and dropping belong to one thread; reading is
 * thread-safe. Everything QuestDB throws (unchecked) reaches the caller.
 */
final class SampleStore implements AutoCloseable {
  /** Samples that arrive this much out of order, from several drivers, are put in order. */
  private static final long JITTER_MICROS = 5_000_000;

  private static final String CREATE =
      "create table if not exists "
          + SampleReader.TABLE
          + " (point symbol capacity 16384 cache index capacity 128,"
          + " value double, quality byte, ts timestamp) timestamp(ts) partition by day bypass wal";

  private final CairoEngine engine;
  private final SampleReader reader;
  private final TableWriter writer;
  private long lastMicros;

  SampleStore(Path directory) throws IOException, SqlException {
    Files.createDirectories(directory);
    engine = SampleReader.engine(directory, false);
    try {
      try (SqlExecutionContextImpl context = new SqlExecutionContextImpl(engine, 1)) {
        engine.execute(
            CREATE,
            context.with(
                engine
                    .getConfiguration()
                    .getFactoryProvider()
                    .getSecurityContextFactory()
                    .getRootContext()));
      }
      reader = new SampleReader(engine);
      writer = engine.getWriter(reader.table(), "recorder");
      lastMicros = writer.getMaxTimestamp();
    } catch (SqlException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Appends and commits: what has returned survives the end of the process. */
  void append(SampleRing.Taken samples) {
    for (int i = 0; i < samples.size; i++) {
      long at = samples.micros[i];
      if (at < lastMicros && lastMicros - at < JITTER_MICROS) {
        at = lastMicros;
      }
      lastMicros = at;
      TableWriter.Row row = writer.newRow(at);
      row.putSym(0, samples.points[i]);
      row.putDouble(1, samples.values[i]);
      row.putByte(2, samples.qualities[i]);
      row.append();
    }
    writer.commit();
  }

  /** Drops the days that ended before this moment; the newest day always stays. */
  int dropBefore(long micros) {
    int dropped = 0;
    while (writer.getPartitionCount() > 1 && writer.getPartitionTimestamp(1) <= micros) {
      if (!writer.removePartition(writer.getPartitionTimestamp(0))) {
        break;
      }
      dropped++;
    }
    return dropped;
  }

  /** See {@link SampleReader#read}. */
  void read(String point, long from, long to, SampleReader.Row row) {
    reader.read(point, from, to, row);
  }

  /** See {@link SampleReader#readAll}. */
  void readAll(Collection<String> points, long from, long to, SampleReader.RowOfMany row) {
    reader.readAll(points, from, to, row);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } finally {
      engine.close();
    }
  }
}
