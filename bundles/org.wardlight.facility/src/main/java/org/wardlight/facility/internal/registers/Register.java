package org.wardlight.facility.internal.registers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.ScanClass;

/**
 * A register as a point of a device type will have it.
 *
 * @param bed 0 for a kind that belongs to no bed
 * @param guessedFrom the words of which the kind was guessed; null if the list names it
 * @param length in registers, for a string, else 0
 * @param bit 0 to 15, or −1
 * @param states raw values by the name of their state; empty if raw is the value
 */
record Register(
    String name,
    String kind,
    int bed,
    @Nullable String guessedFrom,
    ScanClass scan,
    boolean writable,
    @Nullable Double min,
    @Nullable Double max,
    String table,
    int address,
    String type,
    int length,
    String order,
    int bit,
    double scale,
    double offset,
    Map<String, List<Long>> states) {}
