package org.wardlight.api.access;

/**
 * Somebody who may log in.
 *
 * @param name login name, lower case, unique
 * @param displayName as shown to others: "Anna is going"
 * @param language BCP 47 tag, empty for the facility's language
 * @param mustChangePassword whether the present password was given for one use
 */
public record User(
    String name, String displayName, Role role, String language, boolean mustChangePassword) {}
