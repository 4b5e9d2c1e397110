package org.wardlight.facility.internal.registers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.facility.internal.registers.CsvTable.Cell;
import org.wardlight.facility.internal.registers.Place.Counting;

/**
 * A maker's list of registers, read as a whole: every mistake at once, each with its place.
 *
 * @param registers those that could be read and have a kind
 * @param problems mistakes; with any, nothing should be made of the list
 * @param warnings what was understood but should be looked at
 * @param skipped names of rows without a kind
 */
record RegisterList(
    List<Register> registers,
    List<ConfigurationProblem> problems,
    List<ConfigurationProblem> warnings,
    List<String> skipped) {
  /** Titles and remarks may stand above the headings. */
  private static final int MOST_LINES_ABOVE = 20;

  private static final int MOST_ROWS = 20_000;

  /**
   * The kinds there are.
   *
   * @param ofBed ids of those that belong to a bed
   */
  record Kinds(Map<String, PointKind> byId, Set<String> ofBed) {}

  /** Where a list's findings go. */
  static final class Findings {
    private final String file;
    final List<ConfigurationProblem> problems = new ArrayList<>();
    final List<ConfigurationProblem> warnings = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();

    Findings(String file) {
      this.file = file;
    }

    void problem(Cell at, String message) {
      problems.add(new ConfigurationProblem(file, at.line(), at.column(), message));
    }

    void warning(Cell at, String message) {
      warnings.add(new ConfigurationProblem(file, at.line(), at.column(), message));
    }
  }

  /**
   * Reads a list.
   *
   * @param file its name, for messages
   * @param counting null for what the addresses look like
   */
  static RegisterList read(String file, String text, @Nullable Counting counting, Kinds kinds) {
    Findings findings = new Findings(file);
    List<Register> registers = new ArrayList<>();
    List<List<Cell>> rows = CsvTable.read(text);
    int headings = headings(rows);
    if (headings < 0) {
      findings.problem(
          new Cell("", 1, 1),
          "no line of headings found: a column for the address and one for the name are needed;"
              + " known headings are "
              + Column.headings());
    } else if (rows.size() > MOST_ROWS) {
      findings.problem(new Cell("", MOST_ROWS, 1), "more than " + MOST_ROWS + " lines: split it");
    } else {
      Map<Column, Integer> columns = columns(rows.get(headings), findings);
      List<List<Cell>> body = rows.subList(headings + 1, rows.size());
      Counting how = counting == null ? guess(body, columns) : counting;
      Set<String> names = new HashSet<>();
      TakenRegisters taken = new TakenRegisters();
      for (List<Cell> row : body) {
        Row one = new Row(row, columns, how, kinds, findings);
        Register register = one.read();
        if (register != null) {
          Register named = distinct(register, names);
          taken.take(named, one.address(), findings);
          registers.add(named);
        }
      }
      if (registers.isEmpty() && findings.problems.isEmpty()) {
        findings.problem(
            rows.get(headings).get(0),
            "no register has a kind: fill a column `kind` with kinds of point-kinds.yaml");
      }
    }
    return new RegisterList(registers, findings.problems, findings.warnings, findings.skipped);
  }

  private static int headings(List<List<Cell>> rows) {
    for (int i = 0; i < Math.min(rows.size(), MOST_LINES_ABOVE); i++) {
      Set<Column> found = new HashSet<>();
      for (Cell cell : rows.get(i)) {
        Column column = Column.of(cell.text());
        if (column != null) {
          found.add(column);
        }
      }
      if (found.contains(Column.ADDRESS)
          && (found.contains(Column.NAME) || found.contains(Column.DESCRIPTION))) {
        return i;
      }
    }
    return -1;
  }

  private static Map<Column, Integer> columns(List<Cell> headings, Findings findings) {
    Map<Column, Integer> columns = new EnumMap<>(Column.class);
    for (int i = 0; i < headings.size(); i++) {
      Cell cell = headings.get(i);
      Column column = Column.of(cell.text());
      if (column != null && columns.putIfAbsent(column, i) != null) {
        findings.warning(
            cell, "`" + cell.text() + "` means the same as a column before it: not used");
      } else if (column == null && !cell.text().isEmpty()) {
        findings.warning(cell, "the column `" + cell.text() + "` is not known: not used");
      }
    }
    return columns;
  }

  /**
   * 40001-like if every plain number looks so, or most if there is no other word of the tables:
   * then the others are mistakes. Else from 0.
   */
  private static Counting guess(List<List<Cell>> rows, Map<Column, Integer> columns) {
    Integer at = columns.get(Column.ADDRESS);
    int modicon = 0;
    int others = 0;
    for (List<Cell> row : rows) {
      String text = at == null || at >= row.size() ? "" : row.get(at).text();
      if (text.matches("[0-9]+([.:/-].*)?")) {
        boolean looksSo = Place.looksLikeModicon(text);
        modicon += looksSo ? 1 : 0;
        others += looksSo ? 0 : 1;
      }
    }
    boolean all = others == 0 || (!columns.containsKey(Column.TABLE) && modicon > others);
    return modicon > 0 && all ? Counting.MODICON : Counting.FROM_ZERO;
  }

  /** The register, renamed if its name is taken. */
  private static Register distinct(Register register, Set<String> names) {
    String name = register.name();
    for (int n = 2; !names.add(name); n++) {
      name = register.name() + n;
    }
    return new Register(
        name,
        register.kind(),
        register.bed(),
        register.guessedFrom(),
        register.scan(),
        register.writable(),
        register.min(),
        register.max(),
        register.table(),
        register.address(),
        register.type(),
        register.length(),
        register.order(),
        register.bit(),
        register.scale(),
        register.offset(),
        register.states());
  }
}
