// @ts-check
/** What can be said about alarms without a screen. @typedef {import('./types.js').Alarm} Alarm */

/** Shapes tell the priority apart without colour. */
const SHAPES = /** @type {const} */ (['octagon', 'triangle', 'circle', 'diamond', 'square']);

/** @param {number} priority 1 to 5 */
export function shape(priority) {
  return SHAPES[Math.min(5, Math.max(1, priority)) - 1];
}

/** By priority, then the oldest first; the id decides between equals so that cards never jump. @param {Alarm} a @param {Alarm} b */
export function byUrgency(a, b) {
  return a.priority - b.priority || Date.parse(a.raisedAt) - Date.parse(b.raisedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Whether somebody has taken it. @param {Alarm} a */
export const taken = (a) => a.state === 'ACCEPTED' || a.state === 'ATTENDED';

/**
 * The two parts of the list, each by urgency.
 * @param {Iterable<Alarm>} alarms
 */
export function split(alarms) {
  const open = [...alarms].filter((a) => a.state !== 'CLOSED').sort(byUrgency);
  return { now: open.filter((a) => !taken(a)), onIt: open.filter(taken) };
}

/**
 * Why the desk would refuse to close it from a screen, as the desk's own key; empty if it would not.
 * The desk decides; this only spares people a button that would be refused.
 * @param {Alarm} a
 */
export function refusal(a) {
  if (a.priority === 1) return 'close.in.room.only';
  if (a.priority === 4) return '';
  if (a.priority === 5) return a.conditionActive ? 'close.when.mended' : '';
  if (a.wetRoomOnly) return 'close.in.wet.room.only';
  return a.state === 'ATTENDED' || (!isCall(a) && !a.conditionActive) ? '' : 'close.when.attended';
}

/** Calls are raised by a person: no condition stands behind them. @param {Alarm} a */
export const isCall = (a) => a.kind.startsWith('call.') || a.kind === 'staff.emergency';

/** The reasons offered for closing. @param {Alarm} a */
export function closeReasons(a) {
  return isCall(a) ? ['helped', 'spoke', 'mistake'] : ['helped', 'looked.in', 'false.alarm'];
}
