package org.wardlight.telemetry.internal;

import io.questdb.DefaultTelemetryConfiguration;
import io.questdb.TelemetryConfiguration;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The samples on disk: one QuestDB table, a partition a day, indexed by point. QuestDB runs inside
 * the calling threads and starts none. Writing and dropping belong to one thread; reading is
 * thread-safe. Everything QuestDB throws (unchecked) reaches the caller.
 */
final class SampleStore implements AutoCloseable {
  /** Samples that arrive this much out of order, from several drivers, are put in order. */
  private static final long JITTER_MICROS = 5_000_000;

  private static final String CREATE =
      "create table if not exists samples (point symbol capacity 16384 cache index capacity 128,"
          + " value double, quality byte, ts timestamp) timestamp(ts) partition by day bypass wal";
  private static final String SELECT =
      "select ts, value, quality from samples where point = $1 and ts >= $2 and ts < $3";

  private final CairoEngine engine;
  private final TableWriter writer;
  private long lastMicros;

  /** Takes one row of a query. */
  @FunctionalInterface
  interface Row {
    void take(long micros, double value, byte quality);
  }

  SampleStore(Path directory) throws IOException, SqlException {
    Files.createDirectories(directory);
    engine = new CairoEngine(new Frugal(directory));
    try {
      try (SqlExecutionContextImpl context = context()) {
        engine.execute(CREATE, context);
      }
      writer = engine.getWriter(engine.verifyTableName("samples"), "recorder");
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

  /** Reads one point's samples from (inclusive) to (exclusive), in the order of time. */
  void read(String point, long from, long to, Row row) throws SqlException {
    try (SqlExecutionContextImpl context = context()) {
      context.getBindVariableService().setStr(0, point);
      context.getBindVariableService().setTimestamp(1, from);
      context.getBindVariableService().setTimestamp(2, to);
      try (RecordCursorFactory factory = engine.select(SELECT, context);
          RecordCursor cursor = factory.getCursor(context)) {
        Record record = cursor.getRecord();
        while (cursor.hasNext()) {
          row.take(record.getTimestamp(0), record.getDouble(1), record.getByte(2));
        }
      }
    }
  }

  private SqlExecutionContextImpl context() {
    return new SqlExecutionContextImpl(engine, 1)
        .with(
            engine
                .getConfiguration()
                .getFactoryProvider()
                .getSecurityContextFactory()
                .getRootContext(),
            new BindVariableServiceImpl(engine.getConfiguration()));
  }

  @Override
  public void close() {
    try {
      writer.close();
    } finally {
      engine.close();
    }
  }

  /** Small pages for small machines; no telemetry to QuestDB's own tables; no parallel queries. */
  private static final class Frugal extends DefaultCairoConfiguration {
    private final TelemetryConfiguration telemetry =
        new DefaultTelemetryConfiguration() {
          @Override
          public boolean getDisableCompletely() {
            return true;
          }

          @Override
          public boolean getEnabled() {
            return false;
          }
        };

    Frugal(Path directory) {
      super(directory.toString());
    }

    @Override
    public TelemetryConfiguration getTelemetryConfiguration() {
      return telemetry;
    }

    @Override
    public long getDataAppendPageSize() {
      return 256 * 1024;
    }

    @Override
    public int getO3ColumnMemorySize() {
      return 256 * 1024;
    }

    @Override
    public boolean isSqlParallelFilterEnabled() {
      return false;
    }

    @Override
    public boolean isSqlParallelGroupByEnabled() {
      return false;
    }
  }
}
