// @ts-check
/** What can be said about alarms without a screen. @typedef {import('./types.js').Alarm} Alarm */
import { toMs } from './time.js';

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

/** Whether it is held back or a test: on the list, but calling nobody. @param {Alarm} a */
export const quiet = (a) => Boolean(a.shelvedUntil || a.test);

/** Whether it stands as something that needs somebody. @param {Alarm} a */
export const waiting = (a) => !taken(a) && !quiet(a);

/** What repeats its tone until somebody says "I'm going", by urgency. @param {Iterable<Alarm>} alarms */
export const callers = (alarms) => [...alarms].filter((a) => a.calling).sort(byUrgency);

/**
 * The three parts of the list, each by urgency.
 * @param {Iterable<Alarm>} alarms
 */
export function split(alarms) {
  const open = [...alarms].filter((a) => a.state !== 'CLOSED').sort(byUrgency);
  return { now: open.filter(waiting), onIt: open.filter(taken), held: open.filter((a) => !taken(a) && quiet(a)) };
}

/** So many technical alarms stand on the list like all others. */
const FEW = 5;

/**
 * Technical alarms, which come by the dozen when a gateway dies, apart from the rest where they are many: calls and rooms must be found.
 * @param {Alarm[]} now by urgency
 */
export function fold(now) {
  const technical = now.filter((a) => a.priority === 5);
  return technical.length > FEW ? { first: now.filter((a) => a.priority !== 5), technical } : { first: now, technical: [] };
}

/**
 * Why the desk would refuse to close it from a screen, as the desk's own key; empty if it would not.
 * The desk decides; this only spares people a button that would be refused.
 * @param {Alarm} a
 */
export function refusal(a) {
  if (a.priority === 1) return isCall(a) || a.conditionActive ? 'close.in.room.only' : '';
  if (a.priority === 4) return '';
  if (a.priority === 5) return a.conditionActive ? 'close.when.mended' : '';
  if (a.wetRoomOnly) return 'close.in.wet.room.only';
  if (a.state === 'ATTENDED' || (!isCall(a) && !a.conditionActive)) return '';
  if (a.priority === 2) return 'close.when.attended';
  return a.spokenBy ? '' : 'close.after.conversation';
}

/** Whether this user may say that a conversation with the resident took place. @param {Alarm} a @param {string} user name */
export function maySpeak(a, user) {
  return a.priority === 3 && !a.wetRoomOnly && a.acceptedBy === user && a.state === 'ACCEPTED' && !a.spokenBy;
}

/** What a person raised is never held back, nor an emergency. @param {Alarm} a */
export const mayHold = (a) => a.priority !== 1 && !isCall(a) && !quiet(a);

/** The reasons offered for holding back: what a nurse can vouch for, or that somebody mends it. @param {Alarm} a */
export function holdReasons(a) {
  return a.priority === 5 ? ['being.mended', 'round', 'known'] : ['with.resident', 'round', 'known'];
}

/**
 * When the next group is called, and which; null if everybody is called already, or nobody is to be.
 * @param {Alarm} a @param {import('./types.js').DutyBoard|undefined} board of its ward
 * @returns {{group:string, at:number}|null}
 */
export function nextStep(a, board) {
  const level = board?.chain[a.level];
  if (!a.calling || !a.levelSince || !board || !level || level.group !== a.called) return null;
  // Groups in which nobody is are passed over at once.
  const next = board.chain.slice(a.level + 1).find((l) => l.reachable);
  return { group: next?.group ?? EVERYBODY, at: toMs(a.levelSince) + level.delay * 1000 };
}

/**
 * The running times that concern an alarm: not those of a neighbour's bed, and of each kind the one that ends first.
 * @param {Alarm} a @param {import('./types.js').RunningClock[]} clocks of its room @param {import('./types.js').Bed[]} beds of its room
 */
export function clocksOf(a, clocks, beds) {
  const isBed = (/** @type {string} */ space) => beds.some((b) => b.id === space);
  const own = clocks.filter((c) => !(isBed(a.space) && isBed(c.space)) || c.space === a.space);
  return own.filter((c) => own.every((other) => other.kind !== c.kind || toMs(other.at) >= toMs(c.at)));
}

/** The name that the desk gives to all staff. */
export const EVERYBODY = 'everybody';

/** Since when it calls again: accepted, but nobody came, or no longer held back. NaN if it calls for the first time. @param {Alarm} a */
export function againSince(a) {
  const since = toMs(a.levelSince);
  return a.calling && a.level === 0 && since > toMs(a.raisedAt) + 1000 ? since : NaN;
}

/**
 * The journey as people read it: on how many screens it was shown and to whom, each said once.
 * @param {import('./types.js').Entry[]} entries
 */
export function steps(entries) {
  const screens = new Set(entries.filter((e) => e.type === 'Delivered').map((e) => e.screen)).size;
  let delivered = false;
  /** @type {Set<unknown>} */ const seenBy = new Set();
  return entries.flatMap((e) => {
    if (e.type === 'Delivered') {
      if (delivered) return [];
      delivered = true;
      return [{ ...e, screens }];
    }
    if (e.type === 'Seen') {
      if (seenBy.has(e.by)) return [];
      seenBy.add(e.by);
    }
    return [e];
  });
}

/** Calls are raised by a person: no condition stands behind them. @param {Alarm} a */
export const isCall = (a) => a.kind.startsWith('call.') || a.kind === 'staff.emergency';

/** The reasons offered for closing. @param {Alarm} a */
export function closeReasons(a) {
  return isCall(a) ? ['helped', 'spoke', 'mistake'] : ['helped', 'looked.in', 'false.alarm'];
}
