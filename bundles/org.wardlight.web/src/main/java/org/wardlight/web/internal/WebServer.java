package org.wardlight.web.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server: one event loop, two workers. */
final class WebServer {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int WORKERS = 2;
  private static final int MOST_MESSAGE_BYTES = 64 * 1024;
  private static final int IDLE_SECONDS = 120;
  private static final int START_SECONDS = 10;
  private static final int STOP_SECONDS = 5;
  private static final int CLOSE_SECONDS = 2;
  private static final int GOODBYE_MILLIS = 100;

  private final Vertx vertx;
  private final StationHub hub;
  private final BedsideHub beds;
  private final HttpServer http;
  private final String host;
  private final Routes routes;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** Where the server listens and what files it serves; null directories are not served. */
  record Place(String host, int port, @Nullable Path pages, @Nullable Path libraries) {
    Place {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must lie within 0 and 65535, not " + port);
      }
    }
  }

  private WebServer(Services services, Place place) {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    Context context = vertx.getOrCreateContext();
    hub = new StationHub(services, vertx, context);
    beds = new BedsideHub(services, vertx, context);
    routes = new Routes(vertx, services, hub, beds, new Answers(context));
    routes.pages(place.pages(), place.libraries());
    host = place.host();
    http = vertx.createHttpServer(options(place)).requestHandler(routes.router());
    http.exceptionHandler(e -> log.debug("a connection broke: {}", e.toString()));
    context.runOnContext(
        v -> {
          hub.start();
          beds.start();
        });
  }

  private static HttpServerOptions options(Place place) {
    return new HttpServerOptions()
        .setHost(place.host())
        .setPort(place.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketFrameSize(MOST_MESSAGE_BYTES)
        .setMaxWebSocketMessageSize(MOST_MESSAGE_BYTES)
        .setWebSocketClosingTimeout(CLOSE_SECONDS)
        // deltas are small and many: compressing each for each station costs more than it saves
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  /**
   * Starts and listens.
   *
   * @throws IllegalStateException if it cannot listen; the message says why
   */
  static WebServer start(Services services, Place place) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Vert.x finds its own parts through the context class loader and keeps it for its threads
    thread.setContextClassLoader(WebServer.class.getClassLoader());
    try {
      WebServer server = new WebServer(services, place);
      server.listen(place);
      return server;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void listen(Place place) {
    String where = place.host() + ":" + place.port();
    try {
      await(http.listen().mapEmpty(), START_SECONDS);
      log.info("screens are served at {}", address());
    } catch (ExecutionException | TimeoutException e) {
      stop();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "cannot listen on "
              + where
              + " ("
              + cause.getMessage()
              + "); free the port or set another host or port in org.wardlight.web",
          e);
    }
  }

  int port() {
    return http.actualPort();
  }

  URI address() {
    return URI.create("http://" + host + ":" + port() + "/");
  }

  int stations() {
    return hub.stations();
  }

  Routes routes() {
    return routes;
  }

  /** Says goodbye to the stations and ends, within seconds. */
  void stop() {
    if (stopped.getAndSet(true)) {
      return;
    }
    Promise<Void> gone = Promise.promise();
    vertx.runOnContext(
        v -> {
          int connected = hub.stations();
          hub.stop();
          beds.stop();
          vertx.setTimer(connected == 0 ? 1 : GOODBYE_MILLIS, id -> gone.complete());
        });
    try {
      await(gone.future().compose(v -> vertx.close()), STOP_SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the web server did not stop cleanly within {} s", STOP_SECONDS, e);
    }
  }

  private static void await(Future<Void> future, int seconds)
      throws ExecutionException, TimeoutException {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
  }
}
