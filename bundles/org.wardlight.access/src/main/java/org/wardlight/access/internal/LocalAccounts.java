package org.wardlight.access.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.access.AccountStore.StoredAccount;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.api.time.Ticker;

/** Accounts of this facility, kept in the store; passwords are checked on the given pool. */
final class LocalAccounts implements Accounts {
  private static final Logger log = LoggerFactory.getLogger(LocalAccounts.class);
  private static final int SHORTEST_PASSWORD = 8;

  /** Longer input is not looked at: nobody types it, and hashing it costs. */
  private static final int LONGEST_INPUT = 256;

  private static final List<User> FIRST_USERS =
      List.of(
          new User("nurse", "Anna", Role.NURSE, "", true),
          new User("nurse2", "Li Wei", Role.NURSE, "", true),
          new User("engineer", "Engineer", Role.ENGINEER, "", true),
          new User("manager", "Manager", Role.MANAGER, "", true),
          new User("admin", "Administrator", Role.ADMINISTRATOR, "", true));

  private final AccountStore store;
  private final FirstPasswords firstPasswords;
  private final Executor pool;
  private final PasswordHash hash;
  private final Lockouts lockouts;
  private final Sessions sessions;
  private final Map<String, String> displayNames = new ConcurrentHashMap<>();

  /** Stands in for the hash of a name that nobody has, so that it takes as long. */
  private String nobodysHash = "";

  private boolean prepared;

  LocalAccounts(
      AccountStore store,
      FirstPasswords firstPasswords,
      Sessions sessions,
      Executor pool,
      Ticker ticker,
      SecureRandom random) {
    this.store = store;
    this.firstPasswords = firstPasswords;
    this.pool = pool;
    hash = new PasswordHash(random);
    lockouts = new Lockouts(ticker);
    this.sessions = sessions;
  }

  /** Lets those who were logged in before a restart go on. */
  void resume() throws IOException {
    Map<String, User> users = new HashMap<>();
    store.all().forEach(account -> users.put(account.user().name(), account.user()));
    sessions.restore(users);
  }

  /** Makes the first accounts if there are none. Blocks; safe to repeat after a failure. */
  synchronized void prepare() {
    if (prepared) {
      return;
    }
    try {
      makeFirstAccounts();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the first passwords to " + firstPasswords.file(), e);
    }
    nobodysHash = hash.of(firstPasswords.invent());
    store.all().forEach(a -> displayNames.put(a.user().name(), a.user().displayName()));
    prepared = true;
  }

  /** The file comes before the accounts: whatever is cut short is made up for at the next start. */
  private void makeFirstAccounts() throws IOException {
    Map<String, String> passwords = new LinkedHashMap<>(firstPasswords.read());
    if (store.all().isEmpty()) {
      FIRST_USERS.forEach(
          user -> passwords.computeIfAbsent(user.name(), name -> firstPasswords.invent()));
      firstPasswords.write(passwords);
      log.info(
          "first start: the accounts {} were made, their one-time passwords are in {}",
          passwords.keySet(),
          firstPasswords.file());
    }
    for (User user : FIRST_USERS) {
      String password = passwords.get(user.name());
      if (password != null && store.find(user.name()).isEmpty()) {
        store.put(new StoredAccount(user, hash.of(password)));
      }
    }
  }

  @Override
  public CompletionStage<LoginOutcome> login(String name, String password, String from) {
    String user = name.strip().toLowerCase(Locale.ROOT);
    if (user.length() > LONGEST_INPUT || password.length() > LONGEST_INPUT) {
      return CompletableFuture.completedFuture(new LoginOutcome.Wrong());
    }
    long seconds = lockouts.attempt(user, from);
    if (seconds > 0) {
      return CompletableFuture.completedFuture(new LoginOutcome.Locked(seconds));
    }
    return onPool(() -> check(user, password, from), new LoginOutcome.Locked(1));
  }

  private LoginOutcome check(String name, String password, String from) {
    StoredAccount account = store.find(name).orElse(null);
    boolean right = hash.matches(password, account == null ? nobodysHash : account.passwordHash());
    if (account == null || !right) {
      return new LoginOutcome.Wrong();
    }
    lockouts.succeeded(name, from);
    return new LoginOutcome.Welcome(sessions.begin(account.user()), account.user());
  }

  @Override
  public @Nullable User session(String token) {
    return sessions.user(token);
  }

  @Override
  public void logout(String token) {
    sessions.end(token);
  }

  @Override
  public CompletionStage<PasswordOutcome> changePassword(
      String token, String present, String next) {
    User user = sessions.user(token);
    if (user == null) {
      return CompletableFuture.completedFuture(PasswordOutcome.NOT_LOGGED_IN);
    }
    if (next.codePointCount(0, next.length()) < SHORTEST_PASSWORD) {
      return CompletableFuture.completedFuture(PasswordOutcome.TOO_SHORT);
    }
    String from = "password change";
    if (present.length() > LONGEST_INPUT
        || next.length() > LONGEST_INPUT
        || lockouts.attempt(user.name(), from) > 0) {
      return CompletableFuture.completedFuture(PasswordOutcome.WRONG_PASSWORD);
    }
    return onPool(() -> change(token, user.name(), present, next, from), null);
  }

  private synchronized PasswordOutcome change(
      String token, String name, String present, String next, String from) {
    StoredAccount account = store.find(name).orElse(null);
    if (account == null || !hash.matches(present, account.passwordHash())) {
      return PasswordOutcome.WRONG_PASSWORD;
    }
    lockouts.succeeded(name, from);
    if (next.equals(present)) {
      return PasswordOutcome.NOT_NEW;
    }
    User old = account.user();
    User user = new User(old.name(), old.displayName(), old.role(), old.language(), false);
    store.put(new StoredAccount(user, hash.of(next)));
    sessions.renew(token, user);
    try {
      firstPasswords.changed(name);
    } catch (IOException e) {
      log.warn(
          "the one-time password of {} was changed but its line could not be removed from {}:"
              + " remove it by hand ({})",
          name,
          firstPasswords.file(),
          e.toString());
    }
    return PasswordOutcome.CHANGED;
  }

  @Override
  public String displayName(String name) {
    return displayNames.getOrDefault(name, name);
  }

  /** Runs it on the pool once there are accounts; a full pool answers at once. */
  private <T> CompletionStage<T> onPool(Supplier<T> work, @Nullable T whenFull) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            prepare();
            return work.get();
          },
          pool);
    } catch (RejectedExecutionException e) {
      return whenFull == null
          ? CompletableFuture.failedFuture(e)
          : CompletableFuture.completedFuture(whenFull);
    }
  }
}
