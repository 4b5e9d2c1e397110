package org.wardlight.web.internal;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;

/** Lets requests through or refuses them: session, role, and that our own page made them. */
final class Guard {
  static final String COOKIE = "wl_session";

  private final Accounts accounts;

  Guard(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The session's token; empty if the request has none. */
  static String token(RoutingContext ctx) {
    Cookie cookie = ctx.request().getCookie(COOKIE);
    return cookie == null ? "" : cookie.getValue();
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
