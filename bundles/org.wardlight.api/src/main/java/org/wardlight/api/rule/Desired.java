package org.wardlight.api.rule;

import org.wardlight.api.alarm.Reason;

/**
 * What an output should show.
 *
 * @param point the point's id
 */
public record Desired(int point, double value, Reason reason) implements Conclusion {}
