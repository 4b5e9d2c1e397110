package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

class ShapesTest {
  private static JsonObject shape(ValueType type, double value, @Nullable String text) {
    PointKind kind =
        new PointKind(
            "k",
            SpaceKind.BEDROOM,
            type,
            "",
            List.of(),
            false,
            false,
            null,
            Duration.ofSeconds(10));
    Point point =
        new Point(
            7,
            "101-fc/k",
            kind,
            "w",
            "101",
            "101",
            "101-fc",
            "c",
            ScanClass.SLOW,
            false,
            null,
            null,
            Map.of());
    PointValue read =
        new PointValue(
            point, value, text, Quality.GOOD, QualityReason.NONE, Demo.NOW, Demo.NOW, Demo.NOW);
    return new JsonObject(Json.text(out -> Shapes.value(out, read)));
  }

  @Test
  void aTextPointCarriesItsText() {
    JsonObject shape = shape(ValueType.TEXT, Double.NaN, "FW 2.1 \"b\"");
    assertThat(shape.getString("x")).isEqualTo("FW 2.1 \"b\"");
    assertThat(shape.getValue("v")).isNull();
  }

  @Test
  void aTextThatWasNeverReadIsNull() {
    assertThat(shape(ValueType.TEXT, Double.NaN, null)).contains(Map.entry("p", 7));
    assertThat(shape(ValueType.TEXT, Double.NaN, null).containsKey("x")).isTrue();
  }

  @Test
  void otherPointsCarryNone() {
    assertThat(shape(ValueType.NUMBER, 21.5, null).containsKey("x")).isFalse();
  }
}
