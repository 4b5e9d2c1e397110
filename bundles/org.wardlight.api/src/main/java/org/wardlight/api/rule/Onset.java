package org.wardlight.api.rule;

import java.time.Instant;

/**
 * What a rule concludes of something whose readings keep changing while it goes on, for example a
 * rate beyond its limit: the engine remembers when it began and says so by a {@link Lasting} with
 * the same kind and space, for as long as there is any such conclusion. Nobody outside of the rules
 * hears of it.
 *
 * @param since when it begins if nothing of this kind went on in this space just before
 */
public record Onset(String kind, String room, String space, Instant since) {}
