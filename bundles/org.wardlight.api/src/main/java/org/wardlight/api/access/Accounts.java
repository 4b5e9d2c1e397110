package org.wardlight.api.access;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Log-in and sessions. Thread-safe; passwords are checked on a pool of their own. */
public interface Accounts {
  /** Checks name and password. Takes about as long for a wrong name as for a wrong password. */
  CompletionStage<LoginOutcome> login(String name, String password, String from);

  /** The user of a session that is still valid; null otherwise. Extends the session. */
  @Nullable User session(String token);

  /** Ends a session; unknown tokens are ignored. */
  void logout(String token);

  /** Replaces one's own password and ends the user's other sessions. */
  CompletionStage<PasswordOutcome> changePassword(String token, String present, String next);

  /** How others see this user: "Anna" for {@code nurse}; the name itself if nobody has it. */
  default String displayName(String name) {
    return name;
  }

  /** What became of a log-in. */
  sealed interface LoginOutcome {
    /**
     * Welcome.
     *
     * @param token 256 random bits, URL-safe; only its hash is kept
     */
    record Welcome(String token, User user) implements LoginOutcome {}

    /** Wrong name or wrong password: not said which. */
    record Wrong() implements LoginOutcome {}

    /** Too many wrong tries; says after how many seconds one more is taken. */
    record Locked(long seconds) implements LoginOutcome {}
  }

  /** What became of a password change. */
  enum PasswordOutcome {
    CHANGED,
    WRONG_PASSWORD,
    TOO_SHORT,
    /** The next password is the present one. */
    NOT_NEW,
    NOT_LOGGED_IN
  }
}
