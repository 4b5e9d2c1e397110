package org.wardlight.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.api.access.Terminals.PairOutcome;
import org.wardlight.api.access.Terminals.RevokeOutcome;
import org.wardlight.api.access.Terminals.Terminal;
import org.wardlight.testkit.VirtualTime;

/** A terminal hangs at a bed for years: it must outlive restarts, and end when somebody says so. */
class BedTerminalsTest {
  @TempDir Path directory;
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:00:00Z"));
  private Path file;
  private BedTerminals terminals;

  @BeforeEach
  void begin() {
    file = directory.resolve("data/terminals.txt");
    terminals = start(Runnable::run);
  }

  private BedTerminals start(Executor pool) {
    BedTerminals started =
        new BedTerminals(new PrivateFile(file), time.clock(), new SecureRandom(), pool);
    started.resume();
    return started;
  }

  private PairOutcome.Paired pair(String bed, String name) {
    return (PairOutcome.Paired) terminals.pair(bed, name, "anna").toCompletableFuture().join();
  }

  private RevokeOutcome revoke(String id) {
    return terminals.revoke(id).toCompletableFuture().join();
  }

  @Test
  void boundTerminalIsKnownByItsTokenOnly() {
    PairOutcome.Paired one = pair("203/bed", " Window side ");
    Terminal terminal = one.terminal();
    assertThat(terminal)
        .isEqualTo(new Terminal(terminal.id(), "Window side", "203/bed", "anna", time.now()));
    assertThat(terminal.id()).matches("t-[0-9a-f]{8}");
    assertThat(one.token()).matches("[\\w-]{43}");
    assertThat(terminals.terminal(one.token())).isEqualTo(terminal);
    assertThat(terminals.terminal(terminal.id())).isNull();
    assertThat(terminals.terminal("")).isNull();
    assertThat(terminals.all()).containsExactly(terminal);
  }

  @Test
  void itOutlivesRestartsAndYearsAndOnlyItsHashIsOnDisk() throws IOException {
    PairOutcome.Paired one = pair("203/bed", "窗边 1");
    time.advance(Duration.ofDays(3_000));
    terminals = start(Runnable::run);
    assertThat(terminals.terminal(one.token())).isEqualTo(one.terminal());
    assertThat(Files.readString(file)).doesNotContain(one.token()).contains(one.terminal().id());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void revokedTerminalIsNoneAnyMoreAlsoAfterARestart() {
    PairOutcome.Paired one = pair("203/bed", "A");
    PairOutcome.Paired two = pair("203/bed", "B");
    assertThat(revoke(one.terminal().id())).isEqualTo(new RevokeOutcome.Revoked(one.terminal()));
    assertThat(terminals.terminal(one.token())).isNull();
    assertThat(terminals.terminal(two.token())).isNotNull();
    terminals = start(Runnable::run);
    assertThat(terminals.terminal(one.token())).isNull();
    assertThat(terminals.all()).containsExactly(two.terminal());
    assertThat(revoke(one.terminal().id())).isEqualTo(new RevokeOutcome.Unknown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\tb", "a\nb", "12345678901234567890123456789012345678901"})
  void nameThatCannotBeShownIsRefused(String name) {
    assertThat(terminals.pair("203/bed", name, "anna").toCompletableFuture().join())
        .isEqualTo(new PairOutcome.BadName());
    assertThat(terminals.all()).isEmpty();
  }

  /** A terminal that the next restart forgets would be a call button that does not work. */
  @Test
  void whatTheDiskDoesNotTakeIsNotBound() throws IOException {
    Files.writeString(directory.resolve("data"), "a file where a directory is needed");
    assertThat(terminals.pair("203/bed", "A", "anna").toCompletableFuture().join())
        .isInstanceOfSatisfying(
            PairOutcome.NotSaved.class,
            refused -> assertThat(refused.detail()).contains("terminals.txt"));
    assertThat(terminals.all()).isEmpty();
  }

  @Test
  void revokingCountsAtOnceAndIsTriedAgainWhenTheDiskFails() throws IOException {
    PairOutcome.Paired one = pair("203/bed", "A");
    Path blocked = file.resolveSibling("terminals.txt.tmp");
    Files.createDirectories(blocked.resolve("full"));
    assertThat(revoke(one.terminal().id()))
        .isInstanceOfSatisfying(
            RevokeOutcome.NotSaved.class,
            refused -> assertThat(refused.terminal()).isEqualTo(one.terminal()));
    assertThat(terminals.terminal(one.token())).isNull();

    Files.delete(blocked.resolve("full"));
    assertThat(revoke(one.terminal().id())).isInstanceOf(RevokeOutcome.Revoked.class);
    assertThat(start(Runnable::run).all()).isEmpty();
  }

  @Test
  void fileThatCannotBeReadIsNotWrittenOver() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "what an administrator has edited\n");
    terminals = start(Runnable::run);
    assertThat(terminals.pair("203/bed", "A", "anna").toCompletableFuture().join())
        .isInstanceOf(PairOutcome.NotSaved.class);
    assertThat(Files.readString(file)).isEqualTo("what an administrator has edited\n");
  }

  @Test
  void fullPoolRefusesToBindButNotToRevoke() {
    PairOutcome.Paired one = pair("203/bed", "A");
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    terminals = start(full);
    assertThat(terminals.pair("203/bed", "B", "anna").toCompletableFuture().join())
        .isInstanceOf(PairOutcome.NotSaved.class);
    assertThat(revoke(one.terminal().id())).isInstanceOf(RevokeOutcome.NotSaved.class);
    assertThat(terminals.terminal(one.token())).isNull();
  }
}
