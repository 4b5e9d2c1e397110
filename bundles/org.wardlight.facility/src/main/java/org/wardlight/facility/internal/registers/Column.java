package org.wardlight.facility.internal.registers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a column holds, and what makers call it. */
enum Column {
  NAME("name", "point", "signal", "tag", "register name", "parameter", "bezeichnung", "名称", "点名"),
  DESCRIPTION(
      "description",
      "comment",
      "remark",
      "beschreibung",
      "bemerkung",
      "kommentar",
      "描述",
      "说明",
      "备注"),
  ADDRESS(
      "address",
      "register",
      "register address",
      "addr",
      "reg",
      "modbus address",
      "adresse",
      "registeradresse",
      "地址",
      "寄存器地址"),
  TABLE(
      "table",
      "function code",
      "function",
      "fc",
      "register type",
      "object type",
      "area",
      "funktionscode",
      "funktion",
      "registerart",
      "tabelle",
      "功能码",
      "寄存器类型"),
  TYPE("type", "data type", "datatype", "format", "typ", "datentyp", "数据类型", "类型"),
  LENGTH(
      "length",
      "registers",
      "words",
      "size",
      "count",
      "quantity",
      "länge",
      "laenge",
      "anzahl",
      "anzahl register",
      "长度",
      "数量"),
  BYTES("bytes", "length (bytes)", "characters", "zeichen", "字节", "字节数"),
  SCALE(
      "scale",
      "factor",
      "multiplier",
      "resolution",
      "scaling",
      "faktor",
      "skalierung",
      "auflösung",
      "aufloesung",
      "系数",
      "倍率",
      "比例"),
  DIVISOR("divisor", "divider", "gain", "teiler", "除数"),
  OFFSET("offset", "versatz", "偏移", "偏移量"),
  UNIT("unit", "units", "einheit", "单位"),
  ACCESS(
      "access", "r/w", "rw", "read/write", "mode", "zugriff", "lesen/schreiben", "读写", "访问", "权限"),
  MIN("min", "minimum", "low limit", "最小值", "下限"),
  MAX("max", "maximum", "high limit", "最大值", "上限"),
  STATES(
      "states",
      "enumeration",
      "enum",
      "values",
      "value list",
      "meaning",
      "aufzählung",
      "aufzaehlung",
      "werte",
      "bedeutung",
      "枚举",
      "取值",
      "含义"),
  ORDER(
      "word order",
      "byte order",
      "order",
      "endian",
      "endianness",
      "wortreihenfolge",
      "bytereihenfolge",
      "字序",
      "字节序"),
  BIT("bit", "bit no", "bit number", "bitnummer", "位", "位号"),
  KIND("kind", "point kind", "wardlight kind"),
  SCAN("scan", "scan class"),
  BED("bed", "bett", "床", "床位");

  /** The first of its names. */
  private final String heading;

  /** All of them, each between bars. */
  private final String names;

  Column(String heading, String... others) {
    this.heading = heading;
    names = "|" + heading + "|" + String.join("|", others) + "|";
  }

  /** The column with this heading, or null. */
  static @Nullable Column of(String heading) {
    String word = heading.toLowerCase(Locale.ROOT).replaceAll("[\\s_.|-]+", " ").strip();
    String bare = word.replaceFirst("\\s*[(\\[].*$", "").strip();
    for (String candidate : List.of(word, bare)) {
      for (Column column : values()) {
        if (!candidate.isEmpty() && column.names.contains("|" + candidate + "|")) {
          return column;
        }
      }
    }
    return null;
  }

  /** All headings, for people. */
  static String headings() {
    return Arrays.stream(values()).map(column -> column.heading).collect(Collectors.joining(", "));
  }
}
