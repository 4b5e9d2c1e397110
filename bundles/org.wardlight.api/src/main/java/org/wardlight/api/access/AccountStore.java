package org.wardlight.api.access;

import java.util.List;
import java.util.Optional;

/** Keeps accounts on disk. Provided by the store. Blocks; call it from a pool. */
public interface AccountStore {
  List<StoredAccount> all();

  Optional<StoredAccount> find(String name);

  /** Adds or replaces; on disk when it returns. */
  void put(StoredAccount account);

  /**
   * An account as kept.
   *
   * @param passwordHash Argon2id in the encoded form {@code $argon2id$v=19$…}
   */
  record StoredAccount(User user, String passwordHash) {
    @Override
    public String toString() {
      return "StoredAccount[" + user.name() + "]";
    }
  }
}
