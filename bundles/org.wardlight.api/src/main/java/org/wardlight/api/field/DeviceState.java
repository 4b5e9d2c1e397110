package org.wardlight.api.field;

import java.time.Instant;
import org.wardlight.api.point.QualityReason;

/**
 * Whether a device answers.
 *
 * @param reason why it is not answering; NONE if it is, {@code NEVER_READ} if it has neither
 *     answered nor failed to since it was configured, {@code RESTORED} if the same goes for this
 *     start of the server and it was silent before
 * @param detail for people, may be empty: "connection refused by 10.0.0.7:502"
 */
public record DeviceState(
    String device, boolean answering, QualityReason reason, String detail, Instant since) {}
