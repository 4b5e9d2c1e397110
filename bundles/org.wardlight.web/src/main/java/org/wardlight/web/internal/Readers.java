package org.wardlight.web.internal;

import java.util.Set;
import org.wardlight.api.access.Role;

/** Which roles may see what. */
final class Readers {
  static final Set<Role> NURSES = Set.of(Role.NURSE);
  static final Set<Role> ENGINEERS = Set.of(Role.ENGINEER);
  static final Set<Role> NURSES_AND_ENGINEERS = Set.of(Role.NURSE, Role.ENGINEER);
  static final Set<Role> NURSES_AND_MANAGERS = Set.of(Role.NURSE, Role.MANAGER);
  static final Set<Role> STAFF = Set.of(Role.NURSE, Role.ENGINEER, Role.MANAGER);

  private Readers() {}

  /** An engineer works on devices and needs no resident's name for it. */
  static boolean seesNames(Role role) {
    return role == Role.NURSE || role == Role.MANAGER;
  }
}
