package org.wardlight.driver.opcua.internal;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.wardlight.api.driver.ConnectionSpec;

/** Opens sessions: finds the endpoint, checks the server, proves who we are. Blocks. */
final class SessionOpener {
  private final Path directory;
  private final OwnCertificate own;
  private final ServerCheck check;
  private final Algorithms algorithms;
  private final ExecutorService executor;

  /**
   * An opener.
   *
   * @param directory what relative names of files with secrets refer to
   */
  SessionOpener(
      Path directory,
      OwnCertificate own,
      ServerCheck check,
      Algorithms algorithms,
      ExecutorService executor) {
    this.directory = directory;
    this.own = own;
    this.check = check;
    this.algorithms = algorithms;
    this.executor = executor;
  }

  /**
   * Connects and activates a session.
   *
   * @param firstAnswer how long a server may take for its first answer on a connection
   * @param made takes the client before it connects, so that the attempt can be ended
   */
  OpcUaClient open(
      ConnectionSpec spec, OpcUaOptions options, Duration firstAnswer, Consumer<OpcUaClient> made)
      throws RefusedException,
          UaException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    Consumer<OpcTcpClientTransportConfigBuilder> transport =
        tcp ->
            tcp.setConnectTimeout(uint(firstAnswer.toMillis()))
                .setAcknowledgeTimeout(uint(firstAnswer.toMillis()))
                .setExecutor(executor);
    EndpointDescription endpoint =
        Endpoints.choose(
            DiscoveryClient.getEndpoints(spec.endpoint().toString(), transport)
                .get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS),
            spec.endpoint(),
            options.security());
    OpcUaClientConfigBuilder config = config(options).setEndpoint(endpoint);
    if (!options.security().isNone()) {
      algorithms.provide(options.security().policy());
      check.check(endpoint, spec.endpoint(), options.security());
      OwnCertificate.Identity identity = own.identity();
      config
          .setApplicationUri(identity.applicationUri())
          .setKeyPair(identity.keys())
          .setCertificate(identity.certificate())
          .setCertificateChain(new X509Certificate[] {identity.certificate()});
    }
    config.setIdentityProvider(options.login().at(endpoint, options.security(), directory));
    OpcUaClient client = OpcUaClient.create(config.build(), transport);
    made.accept(client);
    client.connect();
    client.readNamespaceTable();
    return client;
  }

  private static OpcUaClientConfigBuilder config(OpcUaOptions options) {
    UInteger timeout = uint(options.timeout().toMillis());
    return OpcUaClientConfig.builder()
        .setApplicationName(LocalizedText.english("Wardlight"))
        .setApplicationUri("urn:wardlight:driver:opcua")
        .setRequestTimeout(uint(options.connectTimeout().toMillis()))
        .setKeepAliveInterval(timeout)
        .setKeepAliveTimeout(timeout)
        .setKeepAliveFailuresAllowed(uint(0));
  }

  /** Ends a session politely if the server plays along, within a second in any case. */
  static void close(OpcUaClient client, Runnable then) {
    var unused =
        client
            .disconnectAsync()
            .copy()
            .orTimeout(1, TimeUnit.SECONDS)
            .whenComplete(
                (done, failed) -> {
                  if (failed != null) {
                    var unusedBreak = client.getTransport().disconnect();
                  }
                  then.run();
                });
  }
}
