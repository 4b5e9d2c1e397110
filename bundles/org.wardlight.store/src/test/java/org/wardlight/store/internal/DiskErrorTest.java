package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every system call of the journal fails now and then, or is the last one of its process. What was
 * reported as failed is appended again: nothing may be lost, doubled or out of order.
 */
class DiskErrorTest {
  private static final int UNITS = 150;
  private static final String WRITES = "pwrite64,fsync,fdatasync,ftruncate,unlink";

  /** Up to this call; {@code -Dwardlight.killcalls=40} tries the lot. */
  private static final int KILLS = Integer.getInteger("wardlight.killcalls", 0);

  @TempDir Path directory;

  /** After some calls that must work, or the server would not start, each n-th call fails. */
  @ParameterizedTest
  @CsvSource({
    "'pwrite64:error=EIO:when=20+61'",
    "'pwrite64:error=ENOSPC:when=21+67'",
    "'fsync,fdatasync:error=EIO:when=8+7'",
    "'fsync,fdatasync:error=EIO:when=9+11'",
    "'ftruncate:error=EIO:when=1+2'",
    "'fsync,pread64:error=EIO:when=40+211'",
    "'fsync,openat:error=EIO:when=16+7'",
    "'pwrite64,fsync,fdatasync,ftruncate,pread64,unlink:error=EIO:when=90+97'"
  })
  void failingCallsLoseAndDoubleNothing(String injection) throws Exception {
    Strace.assumeItWorks();
    Path store = directory.resolve("store");
    try (JournalChild child = Strace.disturbed(store, injection, UNITS)) {
      JournalChild.Ended ended = child.awaitEnd();
      int events = JournalChild.check(store, ended.acknowledged());
      System.out.printf(
          "%s: %d of %d units acknowledged, %d appends failed, %d events there%n",
          injection, ended.acknowledged(), UNITS, ended.failures(), events);
      assertThat(ended.acknowledged()).isEqualTo(UNITS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 26})
  void processThatDiesInAnyCallLosesNothing(int call) throws Exception {
    Strace.assumeItWorks();
    killedAt(call, directory.resolve("store"));
  }

  @Test
  void processThatDiesInEachOfTheFirstCallsLosesNothing() throws Exception {
    Strace.assumeItWorks();
    int killed = 0;
    for (int call = 1; call <= KILLS; call++) {
      killed += killedAt(call, directory.resolve("store" + call)) ? 1 : 0;
    }
    assertThat(killed).isEqualTo(KILLS);
  }

  private static boolean killedAt(int call, Path store) throws Exception {
    try (JournalChild child =
        Strace.disturbed(store, WRITES + ":signal=KILL:when=" + call, UNITS)) {
      JournalChild.Ended ended = child.awaitEnd();
      assertThat(ended.failures()).as("it was killed").isEqualTo(-1);
      int unused = JournalChild.check(store, ended.acknowledged());
      return true;
    }
  }
}
