package org.wardlight.access.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.access.User;
import org.wardlight.api.time.Ticker;

/** Offers {@link LocalAccounts} and {@link BedTerminals} as services. */
@Component(
    service = {Accounts.class, Terminals.class},
    immediate = true,
    configurationPid = "org.wardlight.access",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccessComponent.Settings.class)
public final class AccessComponent implements Accounts, Terminals {
  private static final Logger log = LoggerFactory.getLogger(AccessComponent.class);

  /** Each check takes 19 MiB for its time; two at once are plenty for a facility. */
  private static final int THREADS = 2;

  /** Checks that wait; more are asked to come again. */
  private static final int WAITING = 100;

  /** The configuration of this component. */
  @ObjectClassDefinition(name = "Wardlight access")
  public @interface Settings {
    @AttributeDefinition(
        name = "Directory",
        description = "where first-passwords.txt, sessions.txt and terminals.txt are kept")
    String directory();
  }

  private final ThreadPoolExecutor pool;
  private final LocalAccounts accounts;
  private final BedTerminals terminals;

  @Activate
  public AccessComponent(
      Settings settings,
      @Reference AccountStore store,
      @Reference Ticker ticker,
      @Reference Clock clock) {
    if (settings.directory() == null || settings.directory().isBlank()) {
      throw new IllegalArgumentException(
          "org.wardlight.access needs the configuration key directory");
    }
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> new Thread(task, "wl-access-" + number.incrementAndGet()));
    SecureRandom random = new SecureRandom();
    Path directory = Path.of(settings.directory());
    Sessions sessions =
        new Sessions(
            new PrivateFile(directory.resolve("sessions.txt")), ticker, clock, random, pool);
    accounts =
        new LocalAccounts(
            store, new FirstPasswords(directory, random), sessions, pool, ticker, random);
    terminals =
        new BedTerminals(new PrivateFile(directory.resolve("terminals.txt")), clock, random, pool);
    terminals.resume();
    // Before the first request: a screen that is told "not logged in" asks for a password.
    resume();
    pool.execute(this::prepare);
  }

  private void resume() {
    try {
      accounts.resume();
    } catch (IOException | RuntimeException e) {
      log.warn("everybody must log in again: the sessions from before could not be read", e);
    }
  }

  private void prepare() {
    try {
      accounts.prepare();
    } catch (RuntimeException e) {
      log.error("nobody can log in: the accounts could not be read or made; tried again then", e);
    }
  }

  @Deactivate
  void stop() throws InterruptedException {
    pool.shutdownNow();
    if (!pool.awaitTermination(2, TimeUnit.SECONDS)) {
      log.warn("a password check did not end within 2 s");
    }
  }

  @Override
  public CompletionStage<LoginOutcome> login(String name, String password, String from) {
    return accounts.login(name, password, from);
  }

  @Override
  public @Nullable User session(String token) {
    return accounts.session(token);
  }

  @Override
  public void logout(String token) {
    accounts.logout(token);
  }

  @Override
  public CompletionStage<PasswordOutcome> changePassword(
      String token, String present, String next) {
    return accounts.changePassword(token, present, next);
  }

  @Override
  public String displayName(String name) {
    return accounts.displayName(name);
  }

  @Override
  public CompletionStage<PairOutcome> pair(String bed, String name, String by) {
    return terminals.pair(bed, name, by);
  }

  @Override
  public @Nullable Terminal terminal(String token) {
    return terminals.terminal(token);
  }

  @Override
  public List<Terminal> all() {
    return terminals.all();
  }

  @Override
  public CompletionStage<RevokeOutcome> revoke(String id) {
    return terminals.revoke(id);
  }
}
