package org.wardlight.api.space;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A resident in a bed for a period.
 *
 * @param until the last day, null while it is open
 */
public record Stay(Resident resident, LocalDate from, @Nullable LocalDate until) {}
