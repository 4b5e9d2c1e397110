// @ts-check
/**
 * Ways at night made ready for drawing. Pure.
 * @typedef {import('../components/types.js').Episode} Episode
 */

const HOUR = 3600000;

/** The steps in their order, with the field that holds their time. */
const STEPS = /** @type {const} */ (['since', 'light', 'bathroom', 'bathroomLeft', 'staff', 'back']);
/** The least that the axis shows, in minutes. */
const LEAST = 15;

/** What the dot of a way looks like; null while the way goes on. @param {Episode} e */
export function shape(e) {
  if (e.outcome === null) return null;
  if (e.seconds === null) return 'lost';
  return /** @type {const} */ ({ COMPLETE: 'complete', STEP_MISSING: 'missing', STAFF_ATTENDED: 'staff', STAYED_UP: 'up', UNKNOWN: 'unknown' })[e.outcome];
}

/** The steps that were seen, in the order of their times. @param {Episode} e @returns {{step: string, at: number}[]} */
export function steps(e) {
  return STEPS.flatMap((step) => {
    const at = e[step];
    return at === null ? [] : [{ step, at: Date.parse(at) }];
  }).sort((a, b) => a.at - b.at);
}

/** How many minutes the axis shows: who stayed up would press all others to the ground. @param {Episode[]} all */
export function top(all) {
  return Math.max(LEAST, ...all.flatMap((e) => (e.seconds === null || e.outcome === 'STAYED_UP' ? [] : [e.seconds / 60])));
}

/** The dot nearest to this one in a direction, or nearest to an instant. @param {Episode[]} all drawn ones, by time @param {number} at */
export function nearest(all, at) {
  return all.reduce((/** @type {Episode|null} */ best, e) => (best === null || Math.abs(Date.parse(e.since) - at) < Math.abs(Date.parse(best.since) - at) ? e : best), null);
}

/**
 * From noon to noon around so many nights; the last is the coming one, or the one that is.
 * @param {import('../components/time.js').Clock} clock @param {number} now @param {number} nights
 * @returns {[number, number]}
 */
export function nightsUntil(clock, now, nights) {
  // An hour more at each end: the clocks may be changed.
  const noons = clock.every(1440, now - (nights * 24 + 1) * HOUR, now + 25 * HOUR, 720);
  const end = noons.findIndex((at) => at > now);
  return [noons[end - nights], noons[end]];
}
