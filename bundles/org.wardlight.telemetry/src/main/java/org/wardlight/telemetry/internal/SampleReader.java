package org.wardlight.telemetry.internal;

import io.questdb.DefaultTelemetryConfiguration;
import io.questdb.TelemetryConfiguration;
import io.questdb.cairo.BitmapIndexReader;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableReader;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableUtils;
import io.questdb.cairo.sql.RowCursor;
import io.questdb.cairo.sql.SymbolTable;
import io.questdb.cairo.vm.api.MemoryCR;
import io.questdb.griffin.FunctionFactory;
import io.questdb.log.LogFactory;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.telemetry.History;

/**
 * Reads the table of samples. Rows are read through the index and the mapped columns, not through
 * SQL: that is several times as fast, and opening need not load a thousand SQL functions.
 * Thread-safe. Everything QuestDB throws (unchecked) reaches the caller.
 */
final class SampleReader {
  static final String TABLE = "samples";

  private static final Logger LOG = LoggerFactory.getLogger(SampleReader.class);
  private static final int POINT = 0;
  private static final int VALUE = 1;
  private static final int QUALITY = 2;
  private static final int TIME = 3;

  static {
    silenceQuestDb();
  }

  private final CairoEngine engine;
  private final TableToken table;

  /** Takes one row of a query. */
  @FunctionalInterface
  interface Row {
    void take(long micros, double value, byte quality);
  }

  /** Reads the table of an engine that is open. */
  SampleReader(CairoEngine engine) {
    this.engine = engine;
    table = engine.verifyTableName(TABLE);
  }

  /**
   * Opens QuestDB on a directory.
   *
   * @param readOnly whether nothing in it may change
   */
  static CairoEngine engine(Path directory, boolean readOnly) {
    return new WithoutFunctions(new Frugal(directory, readOnly));
  }

  TableToken table() {
    return table;
  }

  /** Reads one point's samples from (inclusive) to (exclusive), in the order of time. */
  void read(String point, long from, long to, Row row) {
    try (TableReader reader = engine.getReader(table)) {
      int key = reader.getSymbolMapReader(POINT).keyOf(point);
      if (key == SymbolTable.VALUE_NOT_FOUND) {
        return;
      }
      int days = reader.getPartitionCount();
      for (int day = Math.max(0, reader.getPartitionIndexByTimestamp(from));
          day < days && reader.getPartitionTimestampByIndex(day) < to;
          day++) {
        readDay(reader, day, TableUtils.toIndexKey(key), from, to, row);
      }
    }
  }

  private static void readDay(TableReader reader, int day, int key, long from, long to, Row row) {
    long rows = reader.openPartition(day);
    if (rows <= 0) {
      return;
    }
    MemoryCR times = column(reader, day, TIME);
    MemoryCR values = column(reader, day, VALUE);
    MemoryCR qualities = column(reader, day, QUALITY);
    RowCursor found =
        reader
            .getBitmapIndexReader(day, POINT, BitmapIndexReader.DIR_FORWARD)
            .getCursor(true, key, 0, rows - 1);
    while (found.hasNext()) {
      long at = found.next();
      long micros = times.getLong(at * Long.BYTES);
      if (micros >= to) {
        return;
      }
      if (micros >= from) {
        row.take(micros, values.getDouble(at * Double.BYTES), qualities.getByte(at));
      }
    }
  }

  /** Takes one row of several points; says whether to go on. */
  @FunctionalInterface
  interface RowOfMany {
    boolean take(String point, long micros, double value, byte quality);

    /** Hands rows on as samples. */
    static RowOfMany to(History.Reader reader) {
      return (point, at, value, quality) ->
          reader.take(
              point,
              Instant.EPOCH.plus(at, ChronoUnit.MICROS),
              quality == SampleRing.GAP ? Double.NaN : value,
              quality == SampleRing.GOOD);
    }
  }

  /** Reads several points' samples from (inclusive) to (exclusive), together in order of time. */
  void readAll(Collection<String> points, long from, long to, RowOfMany row) {
    try (TableReader reader = engine.getReader(table)) {
      Map<String, Integer> keys = new LinkedHashMap<>();
      for (String point : points) {
        int key = reader.getSymbolMapReader(POINT).keyOf(point);
        if (key != SymbolTable.VALUE_NOT_FOUND) {
          keys.put(point, TableUtils.toIndexKey(key));
        }
      }
      int days = reader.getPartitionCount();
      for (int day = Math.max(0, reader.getPartitionIndexByTimestamp(from));
          day < days && reader.getPartitionTimestampByIndex(day) < to;
          day++) {
        if (!readDay(reader, day, keys, from, to, row)) {
          return;
        }
      }
    }
  }

  /** Merges what the index knows of each point: rows lie in order of time within a day. */
  private static boolean readDay(
      TableReader reader, int day, Map<String, Integer> keys, long from, long to, RowOfMany row) {
    long rows = reader.openPartition(day);
    if (rows <= 0) {
      return true;
    }
    MemoryCR times = column(reader, day, TIME);
    MemoryCR values = column(reader, day, VALUE);
    MemoryCR qualities = column(reader, day, QUALITY);
    BitmapIndexReader index =
        reader.getBitmapIndexReader(day, POINT, BitmapIndexReader.DIR_FORWARD);
    PriorityQueue<Next> next = new PriorityQueue<>(Comparator.comparingLong(Next::row));
    keys.forEach((point, key) -> advance(next, point, index.getCursor(false, key, 0, rows - 1)));
    while (!next.isEmpty()) {
      Next at = next.remove();
      long micros = times.getLong(at.row() * Long.BYTES);
      if (micros >= to) {
        return true;
      }
      if (micros >= from
          && !row.take(
              at.point(),
              micros,
              values.getDouble(at.row() * Double.BYTES),
              qualities.getByte(at.row()))) {
        return false;
      }
      advance(next, at.point(), at.cursor());
    }
    return true;
  }

  private static void advance(PriorityQueue<Next> next, String point, RowCursor cursor) {
    if (cursor.hasNext()) {
      next.add(new Next(point, cursor.next(), cursor));
    }
  }

  private record Next(String point, long row, RowCursor cursor) {}

  private static MemoryCR column(TableReader reader, int day, int column) {
    return reader.getColumn(TableReader.getPrimaryColumnIndex(reader.getColumnBase(day), column));
  }

  /**
   * Gives QuestDB a log that says nothing: its own writes to the console, by a thread of its own.
   * There is no other way in; should a later version have no such field, it is merely loud.
   */
  private static void silenceQuestDb() {
    LogFactory silent = new LogFactory();
    silent.bind();
    try {
      Field instance = LogFactory.class.getDeclaredField("INSTANCE");
      instance.setAccessible(true);
      instance.set(null, silent);
    } catch (ReflectiveOperationException e) {
      LOG.warn("QuestDB's log cannot be silenced: {}", e.toString());
    }
  }

  /** The one statement that is compiled creates the table and calls no function. */
  private static final class WithoutFunctions extends CairoEngine {
    WithoutFunctions(Frugal configuration) {
      super(configuration);
    }

    @Override
    protected Iterable<FunctionFactory> getFunctionFactories() {
      return List.of();
    }
  }

  /** Small pages for small machines; no telemetry to QuestDB's own tables. */
  private static final class Frugal extends DefaultCairoConfiguration {
    private static final int POOLED = 16;

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

    private final boolean readOnly;

    Frugal(Path directory, boolean readOnly) {
      super(directory.toString());
      this.readOnly = readOnly;
    }

    @Override
    public boolean isReadOnlyInstance() {
      return readOnly;
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

    // Pools of the SQL compiler, which has one statement to compile: full ones hold 20 MB.

    @Override
    public int getSqlModelPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getSqlExpressionPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getSqlColumnPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getSqlLexerPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getSqlJoinContextPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getWindowColumnPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getWithClauseModelPoolCapacity() {
      return POOLED;
    }

    @Override
    public int getGroupByPoolCapacity() {
      return POOLED;
    }
  }
}
