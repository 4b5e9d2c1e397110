package org.wardlight.web.internal;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.access.Terminals.Terminal;
import org.wardlight.api.access.User;

/** Lets requests through or refuses them: session, role, and that our own page made them. */
final class Guard {
  static final String COOKIE = "wl_session";

  static final String TERMINAL_COOKIE = "wl_terminal";

  private final Accounts accounts;
  private final Terminals terminals;

  Guard(Accounts accounts, Terminals terminals) {
    this.accounts = accounts;
    this.terminals = terminals;
  }

  /** The session's token; empty if the request has none. */
  static String token(RoutingContext ctx) {
    return value(ctx, COOKIE);
  }

  /** The terminal's token; empty if the request has none. */
  static String terminalToken(RoutingContext ctx) {
    return value(ctx, TERMINAL_COOKIE);
  }

  /** A cookie that no script and no other page gets at. */
  static Cookie cookie(String name, String token) {
    return Cookie.cookie(name, token)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setPath("/");
  }

  private static String value(RoutingContext ctx, String name) {
    Cookie cookie = ctx.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  /** The terminal that this browser is; null if it is none, or not any more. */
  @Nullable Terminal terminal(RoutingContext ctx) {
    String token = terminalToken(ctx);
    return token.isEmpty() ? null : terminals.terminal(token);
  }

  /**
   * A terminal hangs where anybody can reach it: whatever else its browser holds, it may do what a
   * terminal may and no more.
   */
  void staffOnly(RoutingContext ctx) {
    if (terminal(ctx) != null) {
      throw new Problem(
          403, "terminal.only", "This browser is a bedside terminal; revoke it to use it again.");
    }
  }

  /** Who is logged in, even if the password must be changed first. */
  User user(RoutingContext ctx) {
    String token = token(ctx);
    User user = token.isEmpty() ? null : accounts.session(token);
    if (user == null) {
      throw new Problem(401, "not.logged.in", "Log in first.");
    }
    return user;
  }

  /** Who is logged in with one of these roles and a password of their own. */
  User user(RoutingContext ctx, Set<Role> roles) {
    User user = user(ctx);
    if (user.mustChangePassword()) {
      throw new Problem(403, "password.change.needed", "Change the one-time password first.");
    }
    if (!roles.contains(user.role())) {
      throw new Problem(403, "forbidden", "Your role does not allow this.");
    }
    return user;
  }

  /** A request that changes something must come from our own page. */
  static void fromOurPage(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String origin = request.getHeader("origin");
    if (!"1".equals(request.getHeader("x-wardlight")) || (origin != null && !ours(origin, ctx))) {
      throw new Problem(
          403, "csrf", "A change needs the header X-Wardlight: 1 and this server's own origin.");
    }
  }

  /** A live connection must come from our own page; browsers always say from where. */
  static void liveFromOurPage(RoutingContext ctx) {
    String origin = ctx.request().getHeader("origin");
    if (origin == null || !ours(origin, ctx)) {
      throw new Problem(403, "csrf", "A live connection needs this server's own origin.");
    }
  }

  private static boolean ours(String origin, RoutingContext ctx) {
    @Nullable String host = ctx.request().getHeader("host");
    try {
      String authority = new URI(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
