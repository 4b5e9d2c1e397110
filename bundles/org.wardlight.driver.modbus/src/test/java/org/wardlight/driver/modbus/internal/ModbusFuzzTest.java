package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModbusFuzzTest {
  @Test
  void brokenBytesHarmNothing() {
    ModbusFuzz fuzz = new ModbusFuzz(System.nanoTime());
    assertThat(fuzz.run(700_000_000L)).isEmpty();
    assertThat(fuzz.inputs()).isGreaterThan(100);
  }
}
