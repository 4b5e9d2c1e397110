package org.wardlight.driver.opcua.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ValueType;

/** Between OPC UA's values and the server's numbers. */
final class NodeValues {
  /** 1970-01-01 in OPC UA's count of 100 ns since 1601. */
  private static final long UNIX_EPOCH = 116_444_736_000_000_000L;

  private static final int LONGEST_TEXT = 500;

  /** The server says that the node itself cannot be read, rather than that its value is bad. */
  private static final Set<Long> NO_SUCH_VALUE =
      Set.of(
          StatusCodes.Bad_NodeIdUnknown,
          StatusCodes.Bad_NodeIdInvalid,
          StatusCodes.Bad_AttributeIdInvalid,
          StatusCodes.Bad_NotReadable,
          StatusCodes.Bad_UserAccessDenied);

  private NodeValues() {}

  /** Adds what a server said of a point. */
  static void add(SampleBatch batch, Point point, DataValue said) {
    StatusCode status = said.getStatusCode();
    if (status.isBad()) {
      batch.addBad(
          point.id(),
          NO_SUCH_VALUE.contains(status.getValue())
              ? QualityReason.REJECTED
              : QualityReason.DEVICE_REPORTED);
      return;
    }
    Object raw = said.getValue().getValue();
    if (point.kind().type() == ValueType.TEXT) {
      addText(batch, point, raw);
      return;
    }
    double value;
    if (raw instanceof Boolean bool) {
      value = bool ? 1 : 0;
    } else if (raw instanceof Number number) {
      value = number.doubleValue();
    } else {
      batch.addBad(point.id(), QualityReason.UNSUPPORTED);
      return;
    }
    if (!Double.isFinite(value)) {
      batch.addBad(point.id(), QualityReason.DEVICE_REPORTED);
    } else if (!within(point, value)) {
      batch.addBad(point.id(), QualityReason.OUT_OF_RANGE);
    } else if (status.isUncertain()) {
      batch.add(
          point.id(), value, Quality.UNCERTAIN, QualityReason.DEVICE_REPORTED, source(said, batch));
    } else {
      batch.add(point.id(), value, Quality.GOOD, QualityReason.NONE, source(said, batch));
    }
  }

  private static void addText(SampleBatch batch, Point point, @Nullable Object raw) {
    String text =
        raw instanceof LocalizedText localized
            ? localized.text()
            : raw instanceof String || raw instanceof Number ? raw.toString() : null;
    if (text == null) {
      batch.addBad(point.id(), QualityReason.UNSUPPORTED);
    } else {
      batch.addText(
          point.id(), text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
    }
  }

  static boolean within(Point point, double value) {
    Double min = point.min();
    Double max = point.max();
    return (min == null || value >= min) && (max == null || value <= max);
  }

  private static long source(DataValue said, SampleBatch batch) {
    DateTime time = said.getSourceTime();
    return time == null || time.isNull()
        ? batch.receivedMicros()
        : (time.getUtcTime() - UNIX_EPOCH) / 10;
  }

  /**
   * The value as the type that the node has.
   *
   * @throws RefusedException if it does not fit the type, or nothing is known of the type
   */
  static Variant typed(@Nullable String type, double value) throws RefusedException {
    if (type == null) {
      throw new RefusedException(
          new DriverFailure.Unsupported(
              "no value of the node has been read yet, and its address has no 'type'"));
    }
    try {
      return new Variant(
          switch (type) {
            case "Boolean" -> whole(value).intValueExact() != 0;
            case "SByte" -> whole(value).byteValueExact();
            case "Byte" -> Unsigned.ubyte(whole(value).longValueExact());
            case "Int16" -> whole(value).shortValueExact();
            case "UInt16" -> Unsigned.ushort(whole(value).intValueExact());
            case "Int32", "Enumeration" -> whole(value).intValueExact();
            case "UInt32" -> Unsigned.uint(whole(value).longValueExact());
            case "Int64" -> whole(value).longValueExact();
            case "UInt64" -> Unsigned.ulong(whole(value).toBigIntegerExact());
            case "Float" -> finite((float) value);
            case "Double" -> value;
            default ->
                throw new RefusedException(
                    "Bad_TypeMismatch", "the node is a " + type + " and takes no number");
          });
    } catch (ArithmeticException | NumberFormatException e) {
      throw new RefusedException("Bad_OutOfRange", value + " does not fit " + type);
    }
  }

  private static float finite(float value) {
    if (Float.isInfinite(value)) {
      throw new ArithmeticException("overflow");
    }
    return value;
  }

  /** Nearest whole number. */
  private static BigDecimal whole(double value) {
    return new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN);
  }

  /** What a write's own status says of it. */
  static WriteOutcome outcome(StatusCode status, Point point) {
    if (!status.isBad()) {
      return new WriteOutcome.Done();
    }
    String detail = point.name() + ": " + name(status);
    return status.getValue() == StatusCodes.Bad_Timeout
            || status.getValue() == StatusCodes.Bad_RequestTimeout
        // A gateway that got no answer from the device behind it.
        ? new WriteOutcome.Unknown(new DriverFailure.Timeout(detail))
        : new WriteOutcome.Refused(new DriverFailure.Rejected(name(status), detail));
  }

  /** "Bad_NodeIdUnknown", or the number of a code that has no name. */
  static String name(StatusCode status) {
    return StatusCodes.lookup(status.getValue())
        .map(names -> names[0])
        .orElseGet(() -> "0x" + Long.toHexString(status.getValue()));
  }
}
