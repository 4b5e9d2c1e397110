/**
 * The whole pipeline in virtual time: a simulated house, the real field layer, rules, alarm desk
 * and door lamps, disturbances, and laws that judge what came of it.
 */
@NullMarked
package org.wardlight.tests.simulation;

import org.jspecify.annotations.NullMarked;
