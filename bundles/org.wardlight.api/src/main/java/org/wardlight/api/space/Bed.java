package org.wardlight.api.space;

import org.jspecify.annotations.Nullable;

/**
 * A bed of a room.
 *
 * @param id unique in the facility, {@code 203/bed} or {@code 203/bed-2}
 * @param stay who sleeps in it, null for an empty bed
 */
public record Bed(String id, @Nullable Stay stay) {}
