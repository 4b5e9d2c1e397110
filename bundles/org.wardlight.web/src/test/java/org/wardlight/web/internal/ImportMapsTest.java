package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportMapsTest {
  @TempDir Path pages;

  // The expected hash is that of "{}" as openssl dgst -sha256 -binary | base64 gives it.
  @Test
  void importMapsOfThePagesAreAdmittedByTheirHashAndNothingElseIs() throws Exception {
    Path station = Files.createDirectory(pages.resolve("station"));
    Files.writeString(
        station.resolve("index.html"),
        "<script type=\"importmap\">{}</script><script>alert(1)</script>");
    Files.writeString(pages.resolve("notes.txt"), "<script type=\"importmap\">x</script>");

    assertThat(ImportMaps.hashes(pages))
        .containsExactly("'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='");
  }
}
