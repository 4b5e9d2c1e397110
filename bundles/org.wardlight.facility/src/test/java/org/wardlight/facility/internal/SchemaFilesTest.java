package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFilesTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {"facility", "alarms", "care", "connections", "ward", "point-kinds", "device-type"})
  void schemaFileIsItselfValid(String name) throws IOException {
    JsonSchema metaSchema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    JsonNode schema =
        new ObjectMapper()
            .readTree(ConfigCopy.ORIGINAL.resolve("schema/" + name + ".schema.json").toFile());
    assertThat(metaSchema.validate(schema)).isEmpty();
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void brokenSchemaIsAProblemOfItsOwn() {
    ConfigCopy copy = ConfigCopy.in(directory).write("schema/care.schema.json", "{\n  oops");
    assertThat(copy.problems())
        .singleElement()
        .asString()
        .startsWith("schema/care.schema.json:2:")
        .contains("this is not JSON");
  }
}
