package org.wardlight.facility.internal.registers;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.facility.internal.registers.CsvTable.Cell;
import org.wardlight.facility.internal.registers.Place.Counting;
import org.wardlight.facility.internal.registers.RegisterList.Findings;
import org.wardlight.facility.internal.registers.RegisterList.Kinds;

/** One row of a list, read cell by cell; mistakes are found and reading goes on. */
final class Row {
  private static final int LONGEST_NAME = 40;
  private static final Set<String> BIT_TABLES = Set.of("coil", "discrete-input");
  private static final Set<String> ON =
      Set.of(
          "on", "true", "yes", "active", "open", "ein", "an", "ja", "aktiv", "offen", "auf", "开",
          "是");
  private static final Set<String> OFF =
      Set.of(
          "off",
          "false",
          "no",
          "inactive",
          "closed",
          "aus",
          "nein",
          "inaktiv",
          "zu",
          "ok",
          "关",
          "否");
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("°c", "°C"),
          Map.entry("degc", "°C"),
          Map.entry("deg c", "°C"),
          Map.entry("c", "°C"),
          Map.entry("℃", "°C"),
          Map.entry("%rh", "%"),
          Map.entry("% rh", "%"),
          Map.entry("%r.h.", "%"),
          Map.entry("percent", "%"),
          Map.entry("lux", "lx"),
          Map.entry("bpm", "1/min"),
          Map.entry("/min", "1/min"),
          Map.entry("-", ""));

  private final List<Cell> cells;
  private final Map<Column, Integer> columns;
  private final Counting counting;
  private final Kinds kinds;
  private final Findings findings;

  Row(
      List<Cell> cells,
      Map<Column, Integer> columns,
      Counting counting,
      Kinds kinds,
      Findings findings) {
    this.cells = cells;
    this.columns = columns;
    this.counting = counting;
    this.kinds = kinds;
    this.findings = findings;
  }

  /** Where the address stands. */
  Cell address() {
    return cell(Column.ADDRESS);
  }

  /** The register; null if the row has none, no kind, or a mistake that has been reported. */
  @Nullable Register read() {
    Cell addressCell = address();
    String label = text(Column.NAME).isEmpty() ? text(Column.DESCRIPTION) : text(Column.NAME);
    if (addressCell.text().isEmpty() || cells.get(0).text().startsWith("#")) {
      return null; // a title between groups of registers, or a remark
    }
    String given = text(Column.KIND);
    String guess =
        given.isEmpty()
            ? KindGuess.of(text(Column.NAME), text(Column.DESCRIPTION), kinds.byId().keySet())
            : null;
    if (given.equals("-") || (given.isEmpty() && guess == null)) {
      findings.skipped.add(label);
      return null;
    }
    String kindId = guess == null ? given : guess;
    PointKind kind = kinds.byId().get(kindId);
    if (kind == null) {
      findings.problem(cell(Column.KIND), "unknown point kind `" + kindId + "`");
      return null;
    }
    int before = findings.problems.size();
    Register register = read(kind, label, guess == null ? null : label, addressCell);
    return findings.problems.size() == before ? register : null;
  }

  private @Nullable Register read(
      PointKind kind, String label, @Nullable String guessedFrom, Cell addressCell) {
    Place place = Place.of(addressCell.text(), counting);
    if (place == null) {
      findings.problem(addressCell, "`" + addressCell.text() + "` is no address: " + notation());
      return null;
    }
    Words.Table table = table(place);
    if (table == null) {
      return null;
    }
    boolean ofBits = BIT_TABLES.contains(table.name());
    Words.Type type = ofBits ? new Words.Type("bool", 0, -1) : type(kind);
    if (type == null) {
      return null;
    }
    int bit = ofBits ? -1 : bit(place, type);
    String name = type.name();
    if (bit >= 0) {
      name = "bool";
    } else if (name.equals("bool") && !ofBits) {
      // A whole register that is 0 or 1.
      name = "uint16";
    }
    boolean text = name.equals("string");
    if (text != (kind.type() == ValueType.TEXT)) {
      findings.problem(
          cell(Column.TYPE),
          "`%s` is a %s, but the register is of type %s"
              .formatted(kind.id(), kind.type().name().toLowerCase(Locale.ROOT), name));
    } else if (text && type.length() == 0) {
      findings.problem(cell(Column.TYPE), "how long is the string? write STRING[16] or a length");
    }
    checkUnit(kind);
    Map<String, List<Long>> states = name.equals("bool") || text ? Map.of() : states(kind);
    boolean number = kind.type() == ValueType.NUMBER;
    Double min = number ? value(Column.MIN, Words::number) : null;
    Double max = number ? value(Column.MAX, Words::number) : null;
    if (min != null && max != null && min >= max) {
      findings.problem(cell(Column.MAX), "the greatest value must be above the least, " + min);
    }
    checkAccess(kind, table, min, max);
    return new Register(
        name(label, kind),
        kind.id(),
        bed(kind),
        guessedFrom,
        scan(kind),
        kind.output(),
        min,
        max,
        table.name(),
        place.address(),
        name,
        text ? type.length() : 0,
        order(name),
        bit,
        number ? scale() : 1,
        number ? or(value(Column.OFFSET, Words::number), 0) : 0,
        states);
  }

  private String notation() {
    return switch (counting) {
      case MODICON -> "expected one such as 40001, 4x0001 or 0x0010";
      case FROM_ONE -> "expected a number from 1, 4x0001 or 0x0010";
      case FROM_ZERO -> "expected a number from 0 to 65535, 4x0001 or 0x0010";
    };
  }

  private Words.@Nullable Table table(Place place) {
    Cell cell = cell(Column.TABLE);
    Words.Table table = cell.text().isEmpty() ? null : Words.table(cell.text());
    if (table == null && !cell.text().isEmpty()) {
      findings.problem(
          cell,
          "`"
              + cell.text()
              + "` is no table: write a function code (1 to 4) or coil, discrete input, input"
              + " register, holding register");
    } else if (table == null && place.table() == null) {
      findings.problem(
          cell(Column.ADDRESS),
          "which table? add a column `function code` (1 to 4), or write the address as 40001");
    } else if (table != null && place.table() != null && !place.table().equals(table.name())) {
      findings.problem(
          cell,
          "`%s` is a %s, but the address says %s"
              .formatted(cell.text(), table.name(), place.table()));
    } else if (table == null && place.table() != null) {
      return new Words.Table(place.table(), false);
    }
    return table;
  }

  private Words.@Nullable Type type(PointKind kind) {
    Cell cell = cell(Column.TYPE);
    int registers = or(value(Column.LENGTH, Words::number), 0).intValue();
    if (registers == 0) {
      registers = (or(value(Column.BYTES, Words::number), 0).intValue() + 1) / 2;
    }
    if (cell.text().isEmpty()) {
      if (kind.type() == ValueType.TEXT) {
        return new Words.Type("string", registers, -1);
      }
      if (registers <= 1) {
        return new Words.Type("uint16", 0, -1);
      }
    }
    Words.Type type = Words.type(cell.text(), registers);
    if (type == null) {
      findings.problem(
          cell,
          "`%s` is no type known here: write int16, uint16, int32, uint32, float32, bool, bcd16,"
                  .formatted(cell.text())
              + " string[16] or the like");
    }
    return type;
  }

  private int bit(Place place, Words.Type type) {
    Double bit = value(Column.BIT, Words::number);
    if (bit != null && (bit < 0 || bit > 15 || bit != Math.rint(bit))) {
      findings.problem(cell(Column.BIT), "a bit is 0 to 15, not " + cell(Column.BIT).text());
      return -1;
    }
    return bit != null ? bit.intValue() : Math.max(place.bit(), type.bit());
  }

  private String order(String type) {
    Cell cell = cell(Column.ORDER);
    if (cell.text().isEmpty()) {
      return "ABCD";
    }
    String order = Words.order(cell.text());
    if (order == null) {
      findings.problem(
          cell, "`" + cell.text() + "` is no word order: write ABCD, CDAB, BADC or DCBA");
      return "ABCD";
    }
    // The words of one register, or of a text, have no order among them.
    boolean oneWord = type.endsWith("16") || type.equals("bool") || type.equals("string");
    return oneWord ? (order.equals("BADC") || order.equals("DCBA") ? "BADC" : "ABCD") : order;
  }

  private double scale() {
    double scale = or(value(Column.SCALE, Words::factor), 1);
    Double divisor = value(Column.DIVISOR, Words::factor);
    if (scale == 0 || (divisor != null && divisor == 0)) {
      findings.problem(cell(scale == 0 ? Column.SCALE : Column.DIVISOR), "a scale must not be 0");
      return 1;
    }
    return divisor == null ? scale : scale / divisor;
  }

  private void checkUnit(PointKind kind) {
    String unit = text(Column.UNIT);
    if (unit.isEmpty() || kind.type() != ValueType.NUMBER) {
      return;
    }
    String known = UNITS.getOrDefault(unit.toLowerCase(Locale.ROOT), unit);
    if (!known.equalsIgnoreCase(kind.unit())) {
      findings.problem(
          cell(Column.UNIT),
          "the unit is %s, but `%s` is in %s: give the scale and offset that make it so, and that unit"
              .formatted(unit, kind.id(), kind.unit().isEmpty() ? "no unit" : kind.unit()));
    }
  }

  private void checkAccess(
      PointKind kind, Words.Table table, @Nullable Double min, @Nullable Double max) {
    Cell cell = cell(Column.ACCESS);
    Boolean writable = cell.text().isEmpty() ? null : Words.writable(cell.text());
    if (writable == null && !cell.text().isEmpty()) {
      findings.problem(cell, "`" + cell.text() + "` is no access: write R, W or RW");
    }
    if (!kind.output()) {
      return;
    }
    boolean readOnlyTable =
        table.name().equals("input-register") || table.name().equals("discrete-input");
    if (readOnlyTable || Boolean.FALSE.equals(writable)) {
      findings.problem(
          cell(readOnlyTable ? Column.TABLE : Column.ACCESS),
          "`" + kind.id() + "` is an output, but this register cannot be written");
    }
    if (kind.type() == ValueType.NUMBER && (min == null || max == null)) {
      findings.problem(
          cell(min == null ? Column.MIN : Column.MAX),
          "`" + kind.id() + "` is written, so it needs min and max");
    }
  }

  /** Raw values by the state of the kind that they mean. */
  private Map<String, List<Long>> states(PointKind kind) {
    Cell cell = cell(Column.STATES);
    if (cell.text().isEmpty()) {
      return Map.of();
    }
    Map<Long, String> raw = Words.states(cell.text());
    if (raw == null) {
      if (kind.type() != ValueType.NUMBER) {
        findings.problem(cell, "expected values such as 0=off;1=on, not `" + cell.text() + "`");
      }
      return Map.of();
    }
    if (kind.type() == ValueType.NUMBER) {
      findings.warning(cell, "`" + kind.id() + "` is a number: its names of values are not used");
      return Map.of();
    }
    Map<String, List<Long>> states = new LinkedHashMap<>();
    raw.forEach(
        (value, word) -> {
          String state = kind.type() == ValueType.BOOLEAN ? truth(value, word) : state(kind, word);
          if (state == null) {
            findings.problem(
                cell,
                "`%s` is no state of `%s`: write one of %s, or leave it out"
                    .formatted(word, kind.id(), String.join(", ", kind.states())));
          } else {
            states.computeIfAbsent(state, s -> new ArrayList<>()).add(value);
          }
        });
    return states;
  }

  private static @Nullable String state(PointKind kind, String word) {
    for (String state : kind.states()) {
      if (state.equalsIgnoreCase(word.strip().replace(' ', '-'))) {
        return state;
      }
    }
    return null;
  }

  private String truth(long value, String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    boolean known = ON.contains(folded) || OFF.contains(folded);
    if (!known) {
      findings.warning(
          cell(Column.STATES),
          "`%d=%s` is taken for %s: check it".formatted(value, word, value != 0));
    }
    return String.valueOf(known ? ON.contains(folded) : value != 0);
  }

  private ScanClass scan(PointKind kind) {
    String word = text(Column.SCAN).toUpperCase(Locale.ROOT);
    if (kind.safety()) {
      return ScanClass.SAFETY;
    }
    for (ScanClass scan : ScanClass.values()) {
      if (scan.name().equals(word)) {
        return scan;
      }
    }
    if (!word.isEmpty()) {
      findings.problem(cell(Column.SCAN), "a scan class is safety, normal or slow");
    }
    return kind.type() == ValueType.TEXT ? ScanClass.SLOW : ScanClass.NORMAL;
  }

  private int bed(PointKind kind) {
    if (!kinds.ofBed().contains(kind.id())) {
      return 0;
    }
    double bed = or(value(Column.BED, Words::number), 1);
    if (bed < 1 || bed > 8 || bed != Math.rint(bed)) {
      findings.problem(cell(Column.BED), "a bed is 1 to 8");
      return 1;
    }
    return (int) bed;
  }

  /**
   * {@code Room Temperature} becomes roomTemperature; what has no letters takes its kind's name.
   */
  private static String name(String label, PointKind kind) {
    String plain =
        Normalizer.normalize(label.replace("ß", "ss"), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9]+", " ")
            .strip();
    String source =
        plain.matches("[A-Za-z].*[A-Za-z].*") ? plain : kind.id().replaceAll("[.-]", " ");
    StringBuilder name = new StringBuilder();
    for (String word : source.split(" ", -1)) {
      String tail =
          word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word;
      name.append(
          name.isEmpty()
              ? tail.substring(0, 1).toLowerCase(Locale.ROOT)
              : tail.substring(0, 1).toUpperCase(Locale.ROOT));
      name.append(tail.substring(1));
    }
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  private static Double or(@Nullable Double value, double fallback) {
    return value == null ? (Double) fallback : value;
  }

  private @Nullable Double value(Column column, Function<String, @Nullable Double> reader) {
    Cell cell = cell(column);
    if (cell.text().isEmpty() || cell.text().equals("-")) {
      return null;
    }
    Double value = reader.apply(cell.text());
    if (value == null) {
      findings.problem(cell, "`" + cell.text() + "` is no number");
    }
    return value;
  }

  private String text(Column column) {
    return cell(column).text();
  }

  /** The cell, or an empty one where the row begins. */
  private Cell cell(Column column) {
    Integer at = columns.get(column);
    if (at != null && at < cells.size()) {
      return cells.get(at);
    }
    Cell first = cells.get(0);
    return new Cell("", first.line(), first.column());
  }
}
