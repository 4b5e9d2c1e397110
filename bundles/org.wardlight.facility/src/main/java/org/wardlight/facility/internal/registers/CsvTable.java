package org.wardlight.facility.internal.registers;

import java.util.ArrayList;
import java.util.List;

/** The cells of a table of text. Never fails: a quotation mark left open ends with the file. */
final class CsvTable {
  private static final char[] DELIMITERS = {';', '\t', ','};

  /**
   * One cell, without its quotation marks and outer spaces.
   *
   * @param line from 1
   * @param column of its first character, from 1
   */
  record Cell(String text, int line, int column) {}

  private final String text;
  private final char delimiter;
  private int at;
  private int line = 1;
  private int lineBegan;

  private CsvTable(String text) {
    this.text = text;
    this.delimiter = delimiter(text);
  }

  static List<List<Cell>> read(String text) {
    return new CsvTable(text).rows();
  }

  /** The delimiter that occurs most in the first lines, outside of quotation marks. */
  private static char delimiter(String text) {
    int[] counts = new int[DELIMITERS.length];
    boolean quoted = false;
    for (int i = 0, lines = 0; i < text.length() && lines < 5; i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      lines += c == '\n' ? 1 : 0;
      for (int d = 0; d < DELIMITERS.length && !quoted; d++) {
        counts[d] += c == DELIMITERS[d] ? 1 : 0;
      }
    }
    int best = 0;
    for (int d = 1; d < DELIMITERS.length; d++) {
      best = counts[d] > counts[best] ? d : best;
    }
    return DELIMITERS[best];
  }

  private List<List<Cell>> rows() {
    List<List<Cell>> rows = new ArrayList<>();
    while (at < text.length()) {
      List<Cell> row = new ArrayList<>();
      row.add(cell());
      while (at < text.length() && text.charAt(at) == delimiter) {
        at++;
        row.add(cell());
      }
      newLine();
      rows.add(row);
    }
    return rows;
  }

  private Cell cell() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int beganInLine = line;
    int column = at - lineBegan + 1;
    StringBuilder content = new StringBuilder();
    boolean quoted = false;
    boolean first = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' && (quoted || first)) {
        if (quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          content.append('"');
          at++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == delimiter || c == '\n' || c == '\r')) {
        break;
      } else {
        content.append(c);
        countLine(c);
      }
      first = false;
      at++;
    }
    return new Cell(content.toString().strip(), beganInLine, column);
  }

  private void countLine(char c) {
    if (c == '\n') {
      line++;
      lineBegan = at + 1;
    }
  }

  private void newLine() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    line++;
    lineBegan = at;
  }
}
