package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpcUaOptionsTest {
  @Test
  void nothingConfiguredMeansNoSecurityAndAnybody() {
    OpcUaOptions options = OpcUaOptions.of(LinkFixture.spec(4840, Map.of()));

    assertThat(options.security()).isEqualTo(Security.NONE);
    assertThat(options.login()).isEqualTo(Login.ANONYMOUS);
    assertThat(options.deadband()).isEqualTo(Deadband.NONE);
  }

  @Test
  void aSecurityIsEncryptedUnlessItIsSaidOtherwise() {
    Security security =
        OpcUaOptions.of(LinkFixture.spec(4840, Map.of("security", "aes128"))).security();

    assertThat(security).hasToString("aes128 sign-and-encrypt");
    assertThat(security.checkHost()).isTrue();
  }

  @Test
  void aPasswordNeverShowsInText() {
    OpcUaOptions options =
        OpcUaOptions.of(
            LinkFixture.spec(4840, Map.of("user", "wardlight", "password", "correct horse")));

    assertThat(options.toString()).doesNotContain("horse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security | strong | security 'strong' is none of [aes128, aes256, basic256sha256, none]",
        "mode | sign | mode needs a security other than none",
        "check-host | no | check-host must be true or false, not no",
        "password | x | a password needs a user",
        "user-key | x | user-certificate and user-key need each other",
        "deadband | 2 percent | deadband must look like 0.5 or \"2%\", not 2 percent",
        "deadband | 101% | deadband must be 0 or more, in percent at most 100, not 101.0",
        "timeout | 2s | option 'timeout' must be 10ms to 10min, not 2s",
        "colour | red | unknown option 'colour'"
      })
  void whatMakesNoSenseIsRefusedWithTheConnectionAndWhatIsRight(
      String key, String value, String message) {
    assertThatThrownBy(() -> OpcUaOptions.of(LinkFixture.spec(4840, Map.of(key, value))))
        .hasMessageContaining("connection test: " + message);
  }
}
