package org.wardlight.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.testkit.FaultProxy.Trouble;

/** The device is this test: it holds both ends of the line. */
class FaultProxyTest {
  /** An answer to a read of one holding register of unit 7. */
  private static final byte[] ANSWER = {0x12, 0x34, 0, 0, 0, 5, 7, 3, 2, 0x0a, 0x0b};

  private ServerSocket device;
  private FaultProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy =
        FaultProxy.to(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), device.getLocalPort()), 1);
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(2_000);
    server = device.accept();
    server.setSoTimeout(2_000);
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    server.close();
    proxy.close();
    device.close();
  }

  private byte[] answer() throws IOException {
    server.getOutputStream().write(ANSWER);
    return client.getInputStream().readNBytes(ANSWER.length);
  }

  @Test
  void whatIsSentInPiecesArrivesAsOneFrame() throws IOException {
    server.getOutputStream().write(ANSWER, 0, 4);
    server.getOutputStream().write(ANSWER, 4, ANSWER.length - 4);
    assertThat(client.getInputStream().readNBytes(ANSWER.length)).isEqualTo(ANSWER);
    assertThat(proxy.answers()).isEqualTo(1);
    assertThat(proxy.spoiled()).isZero();
  }

  @Test
  void questionsPassAsTheyAre() throws IOException {
    proxy.spoil(Trouble.WRONG_UNIT);
    client.getOutputStream().write(ANSWER);
    assertThat(server.getInputStream().readNBytes(ANSWER.length)).isEqualTo(ANSWER);
  }

  @Test
  void anotherUnitAnswers() throws IOException {
    proxy.spoil(Trouble.WRONG_UNIT);
    byte[] came = answer();
    assertThat(came[6]).isNotEqualTo(ANSWER[6]);
    came[6] = ANSWER[6];
    assertThat(came).isEqualTo(ANSWER);
  }

  @Test
  void anotherTransactionIsAnswered() throws IOException {
    proxy.spoil(Trouble.WRONG_TRANSACTION);
    byte[] came = answer();
    assertThat(Arrays.copyOf(came, 2)).isNotEqualTo(Arrays.copyOf(ANSWER, 2));
    assertThat(Arrays.copyOfRange(came, 2, 11)).isEqualTo(Arrays.copyOfRange(ANSWER, 2, 11));
  }

  @Test
  void bitsAreTurnedOver() throws IOException {
    proxy.spoil(Trouble.MUTATED);
    assertThat(answer()).hasSize(ANSWER.length).isNotEqualTo(ANSWER);
    assertThat(proxy.spoiled()).isEqualTo(1);
  }

  @Test
  void halfOfTheAnswerIsMissing() throws IOException {
    proxy.spoil(Trouble.TRUNCATED);
    server.getOutputStream().write(ANSWER);
    assertThat(client.getInputStream().readNBytes(5)).isEqualTo(Arrays.copyOf(ANSWER, 5));
    client.setSoTimeout(100);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void theAnswerComesTwice() throws IOException {
    proxy.spoil(Trouble.DOUBLED);
    assertThat(answer()).isEqualTo(ANSWER);
    assertThat(client.getInputStream().readNBytes(ANSWER.length)).isEqualTo(ANSWER);
  }

  @Test
  void nothingPassesAHalfOpenLineUntilItIsMended() throws IOException {
    proxy.spoil(Trouble.HALF_OPEN);
    server.getOutputStream().write(ANSWER);
    client.setSoTimeout(100);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    proxy.spoil(Trouble.NONE);
    client.setSoTimeout(2_000);
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void theLineIsResetInTheMiddleOfAnAnswer() throws IOException {
    proxy.spoil(Trouble.RESET);
    assertThatThrownBy(this::answer).isInstanceOf(SocketException.class);
  }

  @Test
  void onlyAShareIsSpoiled() throws IOException {
    proxy.spoil(Trouble.WRONG_UNIT, 0.5, 0);
    for (int i = 0; i < 200; i++) {
      assertThat(answer()).hasSize(ANSWER.length);
    }
    assertThat(proxy.answers()).isEqualTo(200);
    assertThat(proxy.spoiled()).isBetween(60L, 140L);
  }
}
