package org.wardlight.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.access.Accounts.LoginOutcome;
import org.wardlight.api.access.Accounts.PasswordOutcome;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.testkit.VirtualTime;

class LocalAccountsTest {
  @TempDir Path directory;
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:00:00Z"));
  private final MemoryStore store = new MemoryStore();
  private LocalAccounts accounts;

  @BeforeEach
  void firstStart() {
    accounts = start();
    accounts.prepare();
  }

  private LocalAccounts start() {
    return start(Runnable::run);
  }

  private LocalAccounts start(Executor pool) {
    SecureRandom random = new SecureRandom();
    PrivateFile file = new PrivateFile(directory.resolve("sessions.txt"));
    Sessions sessions = new Sessions(file, time, time.clock(), random, pool);
    return new LocalAccounts(
        store, new FirstPasswords(directory, random), sessions, pool, time, random);
  }

  @Test
  void theFirstStartMakesAccountsWhosePasswordsStandInAPrivateFile() throws IOException {
    Path file = directory.resolve("first-passwords.txt");

    assertThat(store.accounts.keySet())
        .containsExactlyInAnyOrder("nurse", "nurse2", "engineer", "manager", "admin");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file))
        .hasSize(5)
        .allMatch(line -> line.matches("\\w+ \\w{5}-\\w{5}-\\w{5}-\\w{5}"));
    assertThat(login("nurse", firstPassword("nurse")))
        .isInstanceOfSatisfying(
            LoginOutcome.Welcome.class,
            welcome -> assertThat(welcome.user().mustChangePassword()).isTrue());
    assertThat(accounts.displayName("nurse2")).isEqualTo("Li Wei");
    assertThat(accounts.displayName("presence")).isEqualTo("presence");
  }

  @Test
  void aSecondStartChangesNothing() {
    Map<String, AccountStore.StoredAccount> before = Map.copyOf(store.accounts);

    start().prepare();

    assertThat(store.accounts).isEqualTo(before);
  }

  /** A crash between file and store must not leave a name in the file that nobody can use. */
  @Test
  void aFirstStartThatWasCutShortIsMadeUpFor() {
    store.accounts.remove("admin");

    start().prepare();

    assertThat(login("admin", firstPassword("admin"))).isInstanceOf(LoginOutcome.Welcome.class);
  }

  @Test
  void aStoreThatFailsAtTheStartIsAskedAgainAtTheNextLogin() {
    store.accounts.clear();
    store.failing = true;
    accounts = start();
    assertThatThrownBy(accounts::prepare).isInstanceOf(IllegalStateException.class);

    store.failing = false;

    assertThat(login("nurse", firstPassword("nurse"))).isInstanceOf(LoginOutcome.Welcome.class);
  }

  @Test
  void wrongNameAndWrongPasswordLookTheSame() {
    assertThat(login("nurse", "wrong")).isEqualTo(new LoginOutcome.Wrong());
    assertThat(login("nobody", "wrong")).isEqualTo(new LoginOutcome.Wrong());
    assertThat(login("nurse", "x".repeat(1_000_000))).isEqualTo(new LoginOutcome.Wrong());
  }

  @Test
  void aChangedPasswordHoldsAndTakesItsLineAwayAndEndsOtherSessions() {
    String first = firstPassword("nurse");
    String here = token("nurse", first);
    String elsewhere = token(" NURSE ", first);

    assertThat(change(here, first, "night shift")).isEqualTo(PasswordOutcome.CHANGED);

    assertThat(accounts.session(elsewhere)).isNull();
    assertThat(accounts.session(here)).isEqualTo(new User("nurse", "Anna", Role.NURSE, "", false));
    assertThat(login("nurse", first)).isEqualTo(new LoginOutcome.Wrong());
    assertThat(login("nurse", "night shift")).isInstanceOf(LoginOutcome.Welcome.class);
    assertThat(firstPasswords()).doesNotContainKey("nurse").hasSize(4);
  }

  @Test
  void theFileGoesWithItsLastLine() {
    for (String name : List.copyOf(store.accounts.keySet())) {
      String first = firstPassword(name);
      assertThat(change(token(name, first), first, "a new one")).isEqualTo(PasswordOutcome.CHANGED);
    }
    assertThat(directory.resolve("first-passwords.txt")).doesNotExist();
  }

  @Test
  void shortOldAndUnprovenPasswordsAreRefused() {
    String first = firstPassword("nurse");
    String token = token("nurse", first);

    assertThat(change(token, first, "1234567")).isEqualTo(PasswordOutcome.TOO_SHORT);
    assertThat(change(token, first, first)).isEqualTo(PasswordOutcome.NOT_NEW);
    assertThat(change(token, "wrong", "12345678")).isEqualTo(PasswordOutcome.WRONG_PASSWORD);
    assertThat(change("no token", first, "12345678")).isEqualTo(PasswordOutcome.NOT_LOGGED_IN);
  }

  @Test
  void aNurseStaysLoggedInForTwelveHoursWithoutARequestAndOthersForOne() {
    String nurse = token("nurse", firstPassword("nurse"));
    String manager = token("manager", firstPassword("manager"));

    time.advance(Duration.ofMinutes(59));
    assertThat(accounts.session(manager)).isNotNull();
    time.advance(Duration.ofMinutes(61));
    assertThat(accounts.session(manager)).isNull();
    assertThat(accounts.session(nurse)).isNotNull();
    time.advance(Duration.ofHours(11));
    assertThat(accounts.session(nurse)).isNotNull();
    time.advance(Duration.ofHours(13));
    assertThat(accounts.session(nurse)).isNull();
  }

  @Test
  void loggingOutEndsTheSession() {
    String token = token("nurse", firstPassword("nurse"));
    accounts.logout(token);
    assertThat(accounts.session(token)).isNull();
  }

  /** A screen must go on by itself: at two in the morning nobody is there to log it in. */
  @Test
  void aRestartLogsNobodyOut() throws IOException {
    String first = firstPassword("nurse");
    String nurse = token("nurse", first);
    String other = token("nurse2", firstPassword("nurse2"));
    String left = token("manager", firstPassword("manager"));
    assertThat(change(nurse, first, "night shift")).isEqualTo(PasswordOutcome.CHANGED);
    accounts.logout(left);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sessionFile())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(sessionFile())).doesNotContain(nurse, other);

    accounts = start();
    accounts.resume();

    assertThat(accounts.session(nurse)).isEqualTo(new User("nurse", "Anna", Role.NURSE, "", false));
    assertThat(accounts.session(other)).isNotNull();
    assertThat(accounts.session(left)).isNull();
  }

  @Test
  void timeCountsOnWhileTheServerIsDown() throws IOException {
    String nurse = token("nurse", firstPassword("nurse"));
    time.advance(Duration.ofHours(8));
    assertThat(accounts.session(nurse)).isNotNull();

    time.advance(Duration.ofHours(8));
    accounts = start();
    accounts.resume();
    assertThat(accounts.session(nurse)).as("used 8 h ago").isNotNull();

    time.advance(Duration.ofHours(13));
    accounts = start();
    accounts.resume();
    assertThat(accounts.session(nurse)).isNull();
  }

  @Test
  void sessionsThatCannotBeKeptAreSessionsAllTheSame() throws IOException {
    Files.createDirectories(sessionFile().resolve("in the way"));
    String nurse = token("nurse", firstPassword("nurse"));
    assertThat(accounts.session(nurse)).isNotNull();
  }

  private Path sessionFile() {
    return directory.resolve("sessions.txt");
  }

  @Test
  void aFullPoolAsksToComeAgain() {
    LocalAccounts full =
        start(
            task -> {
              throw new RejectedExecutionException();
            });
    assertThat(full.login("nurse", "x", "here").toCompletableFuture())
        .isCompletedWithValue(new LoginOutcome.Locked(1));
  }

  private LoginOutcome login(String name, String password) {
    return accounts.login(name, password, "10.0.0.9").toCompletableFuture().join();
  }

  private String token(String name, String password) {
    return ((LoginOutcome.Welcome) login(name, password)).token();
  }

  private PasswordOutcome change(String token, String present, String next) {
    return accounts.changePassword(token, present, next).toCompletableFuture().join();
  }

  private String firstPassword(String name) {
    return firstPasswords().getOrDefault(name, "no such line");
  }

  private Map<String, String> firstPasswords() {
    try {
      return new FirstPasswords(directory, new SecureRandom()).read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class MemoryStore implements AccountStore {
    final Map<String, StoredAccount> accounts = new LinkedHashMap<>();
    boolean failing;

    @Override
    public List<StoredAccount> all() {
      if (failing) {
        throw new IllegalStateException("disk full");
      }
      return new ArrayList<>(accounts.values());
    }

    @Override
    public Optional<StoredAccount> find(String name) {
      return Optional.ofNullable(accounts.get(name));
    }

    @Override
    public void put(StoredAccount account) {
      accounts.put(account.user().name(), account);
    }
  }
}
