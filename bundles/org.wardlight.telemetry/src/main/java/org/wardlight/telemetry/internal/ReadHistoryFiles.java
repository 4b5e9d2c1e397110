package org.wardlight.telemetry.internal;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.CairoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.wardlight.api.telemetry.HistoryFiles;

/** Reads the store of samples that a server has left behind. */
@Component
public final class ReadHistoryFiles implements HistoryFiles {
  @Activate
  public ReadHistoryFiles() {}

  @Override
  public Opened open(Path directory) throws IOException {
    if (!holdsSamples(directory)) {
      throw new IOException("there are no samples in " + directory);
    }
    try {
      CairoEngine engine = SampleReader.engine(directory, true);
      try {
        return new OpenedFiles(engine, new SampleReader(engine));
      } catch (CairoException | CairoError e) {
        engine.close();
        throw e;
      }
    } catch (CairoException | CairoError e) {
      throw new IOException(
          "the samples in " + directory + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean holdsSamples(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> tables = Files.list(directory)) {
      return tables.anyMatch(
          table -> String.valueOf(table.getFileName()).startsWith(SampleReader.TABLE));
    }
  }

  private record OpenedFiles(CairoEngine engine, SampleReader reader) implements Opened {
    @Override
    public void samples(Collection<String> points, Instant from, Instant to, Reader taker) {
      reader.readAll(
          points, Recorder.micros(from), Recorder.micros(to), SampleReader.RowOfMany.to(taker));
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
