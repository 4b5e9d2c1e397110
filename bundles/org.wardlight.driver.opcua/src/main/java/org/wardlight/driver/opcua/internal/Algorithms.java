package org.wardlight.driver.opcua.internal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The JDK has no signature under the name by which Milo asks for that of aes256, so another
 * provider is added to it: only when that policy is used, for it takes memory and time.
 */
final class Algorithms implements AutoCloseable {
  private @Nullable Provider added;

  /** Sees to it that everything is there that this policy needs. */
  synchronized void provide(SecurityPolicy policy) {
    if (policy == SecurityPolicy.Aes256_Sha256_RsaPss && added == null) {
      Provider made = new BouncyCastleProvider();
      if (java.security.Security.addProvider(made) >= 0) {
        added = made;
      }
    }
  }

  @Override
  public synchronized void close() {
    if (added != null) {
      java.security.Security.removeProvider(added.getName());
    }
  }
}
