package org.wardlight.facility.internal.registers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.facility.internal.registers.RegisterList.Kinds;

/** Laws of reading lists: whatever notation a list uses, the same registers come out. */
class RegisterListLawsTest {
  static final PointKind NUMBER = kind("a.number", ValueType.NUMBER, "°C", false);
  static final PointKind OUTPUT = kind("an.output", ValueType.NUMBER, "%", true);
  static final PointKind TRUTH = kind("a.truth", ValueType.BOOLEAN, "", false);
  static final PointKind TEXT = kind("a.text", ValueType.TEXT, "", false);
  static final Kinds KINDS =
      new Kinds(
          List.of(NUMBER, OUTPUT, TRUTH, TEXT).stream()
              .collect(Collectors.toMap(PointKind::id, k -> k)),
          Set.of());

  private static PointKind kind(String id, ValueType type, String unit, boolean output) {
    return new PointKind(
        id, SpaceKind.BEDROOM, type, unit, List.of(), false, output, null, Duration.ofMinutes(1));
  }

  /** How a list is written. */
  record Style(char delimiter, boolean comma, int notation, boolean german, boolean crLf) {}

  @Provide
  Arbitrary<List<Register>> registers() {
    Arbitrary<Integer> address = Arbitraries.integers().between(0, 9_000);
    Arbitrary<Double> scale = Arbitraries.of(1.0, 0.1, 0.01, 10.0, -0.5);
    Arbitrary<String> number =
        Arbitraries.of(
            "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64", "bcd16",
            "bcd32");
    Arbitrary<String> order = Arbitraries.of("ABCD", "CDAB", "BADC", "DCBA");
    Arbitrary<Double> bound = Arbitraries.of(-40.0, 0.0, 0.5, 28.0);
    Arbitrary<Register> numbers =
        Combinators.combine(address, number, order, scale, bound, Arbitraries.of(true, false))
            .as(
                (at, type, words, factor, min, output) ->
                    register(
                        output ? OUTPUT : NUMBER,
                        output ? "holding-register" : "input-register",
                        at,
                        type,
                        0,
                        type.endsWith("16")
                            ? (words.equals("ABCD") || words.equals("CDAB") ? "ABCD" : "BADC")
                            : words,
                        -1,
                        factor,
                        min));
    Arbitrary<Register> bits =
        Combinators.combine(address, Arbitraries.integers().between(-1, 15))
            .as(
                (at, bit) ->
                    register(
                        TRUTH,
                        bit < 0 ? "discrete-input" : "holding-register",
                        at,
                        "bool",
                        0,
                        "ABCD",
                        bit,
                        1,
                        null));
    Arbitrary<Register> texts =
        Combinators.combine(address, Arbitraries.integers().between(1, 60))
            .as(
                (at, length) ->
                    register(TEXT, "holding-register", at, "string", length, "ABCD", -1, 1, null));
    return Arbitraries.oneOf(numbers, bits, texts).list().ofMinSize(1).ofMaxSize(30);
  }

  private static Register register(
      PointKind kind,
      String table,
      int address,
      String type,
      int length,
      String order,
      int bit,
      double scale,
      @Nullable Double min) {
    return new Register(
        "x",
        kind.id(),
        0,
        null,
        kind.type() == ValueType.TEXT ? ScanClass.SLOW : ScanClass.NORMAL,
        kind.output(),
        min,
        min == null ? null : (Double) (min + 100),
        table,
        address,
        type,
        length,
        order,
        bit,
        scale,
        scale == 1 ? 0 : 5,
        Map.of());
  }

  @Provide
  Arbitrary<Style> styles() {
    return Combinators.combine(
            Arbitraries.of(';', '\t', ','),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Style::new);
  }

  /** Written by hand here, apart from everything that reads. */
  private static String export(List<Register> registers, Style style) {
    String newLine = style.crLf ? "\r\n" : "\n";
    String d = String.valueOf(style.delimiter);
    StringBuilder out = new StringBuilder("Liste von heute").append(newLine);
    out.append(
            style.german
                ? "Bezeichnung_Adresse_Funktionscode_Datentyp_Länge_Faktor_Offset_Min_Max_Wortreihenfolge_Bit_kind"
                    .replace("_", d)
                : "Name_Address_Function Code_Data Type_Length_Scale_Offset_Min_Max_Word Order_Bit_kind"
                    .replace("_", d))
        .append(newLine);
    for (Register r : registers) {
      boolean number = r.bit() < 0 && !r.type().equals("bool") && r.length() == 0;
      out.append(
          String.join(
              d,
              "x",
              address(r, style),
              function(r),
              r.type().toUpperCase(Locale.ROOT),
              r.length() == 0 ? "" : String.valueOf(r.length()),
              number ? decimal(r.scale(), style) : "",
              number ? decimal(r.offset(), style) : "",
              r.min() == null ? "" : decimal(r.min(), style),
              r.max() == null ? "" : decimal(r.max(), style),
              r.order(),
              r.bit() < 0 ? "" : String.valueOf(r.bit()),
              r.kind()));
      out.append(newLine);
    }
    return out.toString();
  }

  private static String address(Register r, Style style) {
    String digit =
        switch (r.table()) {
          case "discrete-input" -> "1";
          case "input-register" -> "3";
          default -> "4";
        };
    return switch (style.notation) {
      case 0 -> digit + "%04d".formatted(r.address() + 1);
      case 1 -> "0x%04X".formatted(r.address());
      case 2 -> digit + "x%05d".formatted(r.address() + 1);
      default -> String.valueOf(r.address());
    };
  }

  private static String function(Register r) {
    return switch (r.table()) {
      case "discrete-input" -> "2";
      case "input-register" -> "FC04";
      default -> r.writable() ? "3/6" : "03";
    };
  }

  private static String decimal(double value, Style style) {
    String text = String.valueOf(value);
    return style.comma ? '"' + text.replace('.', ',') + '"' : text;
  }

  @Property(tries = 300)
  void whatIsWrittenInAnyNotationIsReadAsTheSame(
      @ForAll("registers") List<Register> registers, @ForAll("styles") Style style) {
    // Plain numbers are told from 40001 by their look; a list of five digits only is the latter.
    Place.@Nullable Counting counting = style.notation == 3 ? Place.Counting.FROM_ZERO : null;
    RegisterList read = RegisterList.read("list.csv", export(registers, style), counting, KINDS);
    assertThat(read.problems()).isEmpty();
    assertThat(read.registers().stream().map(RegisterListLawsTest::nameless))
        .containsExactlyElementsOf(registers);
  }

  private static Register nameless(Register r) {
    assertThat(r.name()).startsWith("a").doesNotContain(" ");
    return new Register(
        "x",
        r.kind(),
        r.bed(),
        r.guessedFrom(),
        r.scan(),
        r.writable(),
        r.min(),
        r.max(),
        r.table(),
        r.address(),
        r.type(),
        r.length(),
        r.order(),
        r.bit(),
        r.scale(),
        r.offset(),
        r.states());
  }

  @Property(tries = 500)
  void noTextWhateverMakesReadingFail(@ForAll String text) {
    RegisterList read = RegisterList.read("list.csv", text, null, KINDS);
    assertThat(read.problems().isEmpty() && read.registers().isEmpty()).isFalse();
  }
}
