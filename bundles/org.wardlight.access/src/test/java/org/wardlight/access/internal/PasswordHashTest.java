package org.wardlight.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  private final PasswordHash hash = new PasswordHash(new SecureRandom());

  /** Made by the reference implementation: {@code echo -n password | argon2 somesalt …}. */
  @Test
  void aHashOfTheReferenceImplementationIsVerified() {
    String encoded =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ" + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assertThat(hash.matches("password", encoded)).isTrue();
    assertThat(hash.matches("Password", encoded)).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDifferAndBothHold() {
    String one = hash.of("Nachtschicht 夜班");
    String two = hash.of("Nachtschicht 夜班");
    assertThat(one).isNotEqualTo(two).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hash.matches("Nachtschicht 夜班", one)).isTrue();
    assertThat(hash.matches("Nachtschicht 夜班", two)).isTrue();
  }

  @Test
  void aDamagedHashMatchesNothing() {
    assertThat(hash.matches("x", "")).isFalse();
    assertThat(hash.matches("x", "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$" + "A".repeat(43)))
        .isFalse();
  }
}
