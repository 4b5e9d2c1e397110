package org.wardlight.driver.opcua.internal;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change that a server reports.
 *
 * @param value in the node's unit, or in percent of the range that the server states for it
 */
record Deadband(double value, boolean percent) {
  static final Deadband NONE = new Deadband(0, false);
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d+)?)%");

  Deadband {
    if (!(value >= 0) || !Double.isFinite(value) || (percent && value > 100)) {
      throw new IllegalArgumentException(
          "deadband must be 0 or more, in percent at most 100, not " + value);
    }
  }

  /** Reads {@code 0.5} or {@code "2%"}. */
  static Deadband of(Object said) {
    if (said instanceof Number number) {
      return new Deadband(number.doubleValue(), false);
    }
    Matcher matcher = PERCENT.matcher(said.toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("deadband must look like 0.5 or \"2%\", not " + said);
    }
    return new Deadband(Double.parseDouble(matcher.group(1)), true);
  }

  /** What the server is asked for; null to hear of every change. */
  @Nullable DataChangeFilter filter() {
    if (value == 0) {
      return null;
    }
    DeadbandType type = percent ? DeadbandType.Percent : DeadbandType.Absolute;
    return new DataChangeFilter(DataChangeTrigger.StatusValue, uint(type.getValue()), value);
  }
}
