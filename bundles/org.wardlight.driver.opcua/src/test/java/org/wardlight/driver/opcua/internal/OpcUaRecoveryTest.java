package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.point.Point;

/** Sessions that look alive and bring nothing; the server's other deaths are in OpcUaLinkTest. */
class OpcUaRecoveryTest extends LinkFixture {
  private final Point presence = point(0, "presence", "Boolean");

  @Test
  void aSubscriptionThatTheServerForgotIsMissedAndMadeAgain() throws Exception {
    TestServer running = serve();
    open(port, presence);
    awaitValue(0, 0, 20);

    running.forgetSubscriptions();
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);

    await().atMost(5, TimeUnit.SECONDS).until(() -> listener.status() == Status.UP);
    running.set("presence", true);
    awaitValue(0, 1, 2);
  }

  @Test
  void aSessionThatPublishesNothingIsLeft() throws Exception {
    TestServer running = serve();
    open(port, presence);
    awaitValue(0, 0, 20);

    running.hush();

    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    assertThat(listener.failure()).isInstanceOf(DriverFailure.Timeout.class);
  }

  @Test
  void figuresCountWhatHappened() throws Exception {
    TestServer first = serve();
    Link opened = open(port, presence, point(1, "no.such.node", "Boolean"));
    awaitValue(0, 0, 20);
    write(opened, presence, 1);
    LinkFigures before = opened.figures();
    assertThat(before.requests()).isGreaterThanOrEqualTo(2);
    assertThat(before.refusals()).isPositive();
    assertThat(before.worstRoundTrip()).isGreaterThanOrEqualTo(before.lastRoundTrip());
    assertThat(before.lastRoundTrip()).isPositive();
    assertThat(before.reconnects()).isZero();

    first.close();
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    server = new TestServer(port, Map.of("presence", true));
    await().atMost(5, TimeUnit.SECONDS).until(() -> listener.status() == Status.UP);

    assertThat(opened.figures().reconnects()).isEqualTo(1);
  }
}
