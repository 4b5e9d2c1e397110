package org.wardlight.api.access;

import java.net.URI;

/** The screens are being served. The service is there as long as they are. */
@FunctionalInterface
public interface Screens {
  /** Where, with the port that was really taken. */
  URI address();
}
