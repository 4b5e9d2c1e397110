// @ts-check
/**
 * The state of a room in one word, worked out from what the server sent.
 * @typedef {import('./types.js').Value} Value
 * @typedef {import('./types.js').Room} Room
 * @typedef {import('./types.js').RunningClock} RunningClock
 */
import { byUrgency, quiet } from './alarms.js';
import { toMs } from './time.js';

/** The kinds that every station hears of: a point of these without a value is a point we know nothing of. */
const ON_STATION = new Set(['bed.occupied', 'bathroom.presence', 'entrance.door.open', 'staff.presence']);

/**
 * Why a room is not protected; null if it is.
 * @typedef {{what:'device'|'point', name:string, kind:string, reason:string, since:number}} Lack
 * @param {import('./model.js').Model} model
 * @param {Room} room
 * @returns {Lack|null}
 */
export function lack(model, room) {
  for (const d of model.devicesOf(room.id)) {
    if (!d.answering) return { what: 'device', name: d.id, kind: d.type, reason: d.reason, since: toMs(d.since) };
  }
  for (const p of room.points) {
    if (!p.safety) continue;
    const v = model.values.get(p.id);
    if (v ? v.q !== 'GOOD' : ON_STATION.has(p.kind)) {
      return { what: 'point', name: p.name, kind: p.kind, reason: v?.r ?? 'NEVER_READ', since: toMs(v?.s) };
    }
  }
  return null;
}

/** Whether anybody lives there. @param {Room} room */
export const inhabited = (room) => room.beds.some((b) => b.resident);

/**
 * What a tile shows.
 * @typedef {object} RoomView
 * @property {string} id
 * @property {string[]} names of its residents
 * @property {'bathroom'|'in.bed'|'some.in.bed'|'up'|'out.of.bed'|'free'|'unknown'} state
 * @property {number} inBed how many beds are occupied
 * @property {number} beds
 * @property {number|null} runningSince what counts up, in epoch milliseconds
 * @property {number|null} limitAt when the limit is reached
 * @property {import('./types.js').Alarm|null} alarm the most urgent open one
 * @property {number} alarms how many are open
 * @property {boolean} staff
 * @property {Lack|null} lack
 * @property {number|null} temperature
 * @property {boolean} windowOpen
 *
 * @param {import('./model.js').Model} model
 * @param {Room} room
 * @returns {RoomView}
 */
export function roomView(model, room) {
  /** @param {string} kind */
  const valuesOf = (kind) => room.points.filter((p) => p.kind === kind).map((p) => model.values.get(p.id));
  /** @param {Value|undefined} v */
  const known = (v) => (v && v.v !== null && v.q !== 'BAD' ? v : undefined);
  const bathroom = valuesOf('bathroom.presence').map(known).find((v) => v && v.v === 1);
  const beds = valuesOf('bed.occupied');
  const inBed = beds.filter((v) => known(v)?.v === 1).length;
  const clocks = model.clocksOf(room.id);
  const open = model.alarmsOf(room.id).sort((a, b) => Number(quiet(a)) - Number(quiet(b)) || byUrgency(a, b));
  const temperature = known(valuesOf('bedroom.temperature')[0]);
  const lacking = inhabited(room) ? lack(model, room) : null;
  /** @type {RoomView} */
  const view = {
    id: room.id,
    names: room.beds.flatMap((b) => (b.resident?.name ? [b.resident.name] : [])),
    state: 'unknown',
    inBed,
    beds: beds.length,
    runningSince: null,
    limitAt: null,
    alarm: open[0] ?? null,
    alarms: open.length,
    staff: model.presence.has(room.id),
    lack: lacking,
    temperature: temperature?.v ?? null,
    windowOpen: valuesOf('window.open').some((v) => known(v)?.v === 1),
  };
  if (bathroom) {
    const clock = clocks.find((c) => c.kind.startsWith('bathroom'));
    view.state = 'bathroom';
    run(view, clock, toMs(clock?.since ?? bathroom.s));
  } else if (beds.length > 0 && inBed === beds.length) {
    view.state = 'in.bed';
  } else if (inBed > 0) {
    view.state = 'some.in.bed';
  } else if (beds.some(known)) {
    const clock = clocks.find((c) => c.kind.startsWith('bed'));
    view.state = clock ? 'out.of.bed' : 'up';
    if (clock) run(view, clock, toMs(clock.since));
  }
  if (!inhabited(room)) view.state = 'free';
  return view;
}

/** @param {RoomView} view @param {RunningClock|undefined} clock @param {number} since */
function run(view, clock, since) {
  view.runningSince = since;
  view.limitAt = clock ? toMs(clock.at) : null;
}

/**
 * How much of the limit is used up, 0 to 1; null without a limit.
 * @param {RoomView} view
 * @param {number} now
 */
export function used(view, now) {
  if (view.runningSince === null || view.limitAt === null) return null;
  const whole = view.limitAt - view.runningSince;
  return whole > 0 ? Math.min(1, Math.max(0, (now - view.runningSince) / whole)) : 1;
}

/**
 * How many inhabited rooms are protected, and which are not.
 * @param {import('./model.js').Model} model
 * @param {Room[]} rooms
 */
export function coverage(model, rooms) {
  const of = rooms.filter(inhabited);
  const lacking = of.flatMap((room) => {
    const why = lack(model, room);
    return why ? [{ room: room.id, why }] : [];
  });
  return { covered: of.length - lacking.length, of: of.length, lacking };
}
