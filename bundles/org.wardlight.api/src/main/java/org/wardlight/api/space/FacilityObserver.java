package org.wardlight.api.space;

/**
 * A whiteboard service that hears when another facility came into force while running. It is not
 * called for the first one: that comes from {@link FacilitySource#current()}.
 *
 * <p>All observers are called one after the other on one thread of the source, the field layer
 * first (highest service ranking), so that {@link org.wardlight.api.field.PointTable} answers for
 * all points of the new facility when the others hear of it. Take what changed and return within a
 * second; do not throw. What did not change must not notice: open alarms stay open, links whose
 * connection is the same stay connected, conditions that still hold are not raised again. Values of
 * points that are new or gone may arrive shortly before or after this call: an observer ignores ids
 * that it does not know.
 */
@FunctionalInterface
public interface FacilityObserver {
  void facilityChanged(Facility before, Facility now);
}
