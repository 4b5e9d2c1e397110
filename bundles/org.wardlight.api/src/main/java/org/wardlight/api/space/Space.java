package org.wardlight.api.space;

/**
 * A part of a room, or a common place.
 *
 * @param id unique in the facility, {@code 203/bathroom} or {@code ward-a/corridor}
 */
public record Space(String id, SpaceKind kind) {}
