package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start finds after the power failed: no acknowledged event is lost, none is there twice.
 */
class PowerCutTest {
  private static final int IMAGES = Integer.getInteger("wardlight.images", 60);
  private static final int UNITS = 400; // enough for two checkpoints of SQLite's log

  @TempDir Path directory;

  @Test
  void everyImageOfTheDiskHoldsWhatWasAcknowledged() throws Exception {
    Strace.assumeItWorks();
    Path recorded = Files.createDirectory(directory.resolve("recorded"));
    DiskRecording recording = Strace.record(recorded, directory.resolve("trace"), UNITS);
    assertThat(recording.count("pwrite64")).isGreaterThan(3 * UNITS);
    assertThat(recording.count("fsync") + recording.count("fdatasync")).isGreaterThan(UNITS);
    Random random = new Random(203);
    long events = 0;
    for (int i = 0; i < IMAGES; i++) {
      int cut = 1 + random.nextInt(recording.size());
      Path image = Files.createDirectory(directory.resolve("image" + i));
      recording.imageBefore(cut, random, image);
      int acknowledged = lastUnit(recording.saidBefore(cut));
      try {
        events += JournalChild.check(image, acknowledged);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("image " + i + ", power cut before call " + cut, e);
      }
    }
    System.out.printf(
        "power cuts: %d images of %d calls opened, %d events found, none lost, none doubled%n",
        IMAGES, recording.size(), events);
  }

  private static int lastUnit(String said) {
    Matcher matcher = Pattern.compile("ack (\\d+)\\n").matcher(said);
    int last = 0;
    while (matcher.find()) {
      last = Integer.parseInt(matcher.group(1));
    }
    return last;
  }
}
