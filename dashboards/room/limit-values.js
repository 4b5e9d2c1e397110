// @ts-check
/** Durations as the configuration writes them, in minutes and back. Pure. */

const UNITS = { ms: 1 / 60000, s: 1 / 60, min: 1, h: 60 };

/** How many minutes `15min` or `90s` is. @param {string} duration */
export function minutes(duration) {
  const found = /^(\d+)(ms|s|min|h)$/.exec(duration);
  return found ? Number(found[1]) * UNITS[/** @type {keyof typeof UNITS} */ (found[2])] : NaN;
}

/** The other way, to the second. @param {number} m */
export const fromMinutes = (m) => (Number.isInteger(m) ? `${m}min` : `${Math.round(m * 60)}s`);
