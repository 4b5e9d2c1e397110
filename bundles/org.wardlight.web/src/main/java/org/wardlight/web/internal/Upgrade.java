package org.wardlight.web.internal;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/** Makes a WebSocket of a request. */
final class Upgrade {
  private Upgrade() {}

  /** Who may have one is checked before. */
  static void to(RoutingContext ctx, BiConsumer<ServerWebSocket, HttpConnection> connected) {
    if (!"websocket".equalsIgnoreCase(ctx.request().getHeader("upgrade"))) {
      throw Problem.badRequest("This address speaks WebSocket.");
    }
    HttpConnection connection = ctx.request().connection();
    ctx.request()
        .toWebSocket()
        .onSuccess(socket -> connected.accept(socket, connection))
        .onFailure(e -> ctx.fail(Problem.badRequest("The WebSocket handshake failed.")));
  }
}
