package org.wardlight.api.access;

/** What a person may do; a person has one role. */
public enum Role {
  NURSE,
  RESIDENT,
  ENGINEER,
  MANAGER,
  ADMINISTRATOR
}
