package org.wardlight.api.space;

/**
 * Where the present facility comes from. The service appears once a facility has been read and
 * found valid; it stays while a later change is refused.
 */
public interface FacilitySource {
  /** The facility in force now. Thread-safe. Changes are told to {@link FacilityObserver}. */
  Facility current();
}
