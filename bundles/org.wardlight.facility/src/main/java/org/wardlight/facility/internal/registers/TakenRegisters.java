package org.wardlight.facility.internal.registers;

import java.util.HashMap;
import java.util.Map;
import org.wardlight.facility.internal.registers.CsvTable.Cell;
import org.wardlight.facility.internal.registers.RegisterList.Findings;

/**
 * Which registers a list has used up to now. One that reaches into another is mostly a wrong
 * address or type, and the same one twice, too, unless states tell two things in it apart.
 */
final class TakenRegisters {
  private final Map<Word, Taker> taken = new HashMap<>();

  private record Word(String table, int address) {}

  private record Taker(Register register, int line) {}

  /** Takes the words of a register, and says if another line has some of them. */
  void take(Register register, Cell at, Findings findings) {
    if (register.bit() >= 0) {
      return; // bits share their register
    }
    Taker other = null;
    for (int word = 0; word < words(register); word++) {
      Taker before =
          taken.putIfAbsent(
              new Word(register.table(), register.address() + word),
              new Taker(register, at.line()));
      other = other == null ? before : other;
    }
    if (other != null) {
      say(register, other, at, findings);
    }
  }

  private static void say(Register register, Taker other, Cell at, Findings findings) {
    Register its = other.register();
    boolean same = its.address() == register.address() && words(its) == words(register);
    String where = "`%s` of line %d".formatted(its.name(), other.line());
    if (!same) {
      findings.warning(
          at,
          "takes some of the registers of %s, a %s: has one of the two a wrong address or type?"
              .formatted(where, its.type()));
    } else if (its.states().isEmpty() && register.states().isEmpty()) {
      findings.warning(at, "is the same register as " + where);
    }
  }

  private static int words(Register register) {
    return switch (register.type()) {
      case "int32", "uint32", "float32", "bcd32" -> 2;
      case "int64", "uint64", "float64" -> 4;
      case "string" -> register.length();
      default -> 1;
    };
  }
}
