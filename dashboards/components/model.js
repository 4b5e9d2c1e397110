// @ts-check
/**
 * What the server last said, kept up to date by frames. Tells only those rooms that changed.
 * @typedef {import('./types.js').Ward} Ward
 * @typedef {import('./types.js').Room} Room
 * @typedef {import('./types.js').Alarm} Alarm
 * @typedef {import('./types.js').Value} Value
 * @typedef {import('./types.js').RunningClock} RunningClock
 * @typedef {import('./types.js').Device} Device
 */
import { toMs } from './time.js';

/**
 * @typedef {object} Frame any message of the server
 * @property {string} t
 * @property {number} [seq]
 * @property {string} [epoch]
 * @property {string|number} [now]
 * @property {{id:string,name:string,zone:string,language:string,wards:Ward[]}} [facility]
 * @property {number} [left] how many parts follow a snapshot, or another part
 * @property {string} [ward] of a part
 * @property {Room[]} [rooms] of a part
 * @property {Value[]} [values]
 * @property {Alarm[]} [alarms]
 * @property {{room:string,since:string|null}[]} [presence]
 * @property {any} [clocks] a list in a snapshot, began and ended in a delta
 * @property {Device[]} [devices]
 * @property {import('./types.js').LinkState[]} [links]
 * @property {{id:string,night:boolean}[]} [wards]
 * @property {import('./types.js').Store} [store]
 * @property {import('./types.js').User} [user]
 * @property {string} [room]
 * @property {import('./types.js').Output[]} [outputs]
 * @property {string} [reason]
 */

/** @param {RunningClock} c */
const clockKey = (c) => `${c.kind}@${c.space}`;

export class Model {
  constructor() {
    /** Server's clock minus ours, in milliseconds. */
    this.offset = 0;
    /** @type {Frame['facility']|null} */
    this.facility = null;
    /** @type {import('./types.js').User|null} */
    this.user = null;
    /** @type {import('./types.js').Store} */
    this.store = { journal: 'ok' };
    /** @type {Map<string, {room:Room, ward:Ward}>} */
    this.rooms = new Map();
    /** @type {Map<number, string>} point id to room id */
    this.roomOfPoint = new Map();
    /** @type {Map<number, Value>} */
    this.values = new Map();
    /** @type {Map<string, Alarm>} */
    this.alarms = new Map();
    /** @type {Map<string, number>} room to since */
    this.presence = new Map();
    /** @type {Map<string, RunningClock>} */
    this.clocks = new Map();
    /** @type {Map<string, Device>} */
    this.devices = new Map();
    /** @type {Map<string, Device[]>} */
    this.devicesByRoom = new Map();
    /** @type {Map<string, import('./types.js').LinkState>} */
    this.links = new Map();
    /** @type {Map<number, import('./types.js').Output>} of the watched room */
    this.outputs = new Map();
    /** @type {Map<string, Set<() => void>>} */
    this.roomWatchers = new Map();
    /** @type {Set<(change: Change) => void>} */
    this.watchers = new Set();
  }

  #clear() {
    for (const map of [this.rooms, this.roomOfPoint, this.values, this.alarms, this.presence, this.clocks, this.devices, this.devicesByRoom, this.links, this.outputs]) map.clear();
  }

  /** The server's time, in epoch milliseconds. */
  now() {
    return Date.now() + this.offset;
  }

  /** @returns {Ward[]} */
  get wards() {
    return this.facility?.wards ?? [];
  }

  /** @param {string} room */
  alarmsOf(room) {
    return [...this.alarms.values()].filter((a) => a.room === room);
  }

  /** @param {string} room */
  clocksOf(room) {
    return this.clocks.size === 0 ? [] : [...this.clocks.values()].filter((c) => c.room === room);
  }

  /** @param {string} room @returns {Device[]} */
  devicesOf(room) {
    return this.devicesByRoom.get(room) ?? [];
  }

  /**
   * @typedef {object} Change
   * @property {Set<string>} rooms that look different now
   * @property {boolean} all everything was replaced
   * @property {boolean} alarms
   * @property {boolean} state store, devices, links, night: what the bars show
   *
   * @param {Frame} f
   * @returns {Change}
   */
  apply(f) {
    /** @type {Change} */
    const change = { rooms: new Set(), all: false, alarms: false, state: false };
    if (f.now !== undefined) this.offset = toMs(f.now) - Date.now();
    if (f.t === 'snapshot') {
      this.#snapshot(f);
      change.all = change.alarms = change.state = true;
    } else if (f.t === 'part') {
      this.#part(f);
      // A big house comes in hundreds of parts: pages are drawn anew with the last one.
      change.all = change.alarms = change.state = f.left === 0;
    } else if (f.t === 'delta' || f.t === 'room') {
      this.#delta(f, change);
    } else {
      return change;
    }
    this.#tell(change);
    return change;
  }

  /** An alarm as an action's answer brought it. @param {Alarm} alarm */
  answer(alarm) {
    this.apply({ t: 'delta', alarms: [alarm] });
  }

  /** @param {Frame} f */
  #snapshot(f) {
    this.#clear();
    this.facility = f.facility ?? null;
    this.user = f.user ?? this.user;
    this.store = f.store ?? this.store;
    for (const ward of this.wards) this.#rooms(ward, ward.rooms);
    for (const a of f.alarms ?? []) this.alarms.set(a.id, a);
    for (const p of f.presence ?? []) this.presence.set(p.room, toMs(p.since));
    for (const c of f.clocks ?? []) this.clocks.set(clockKey(c), c);
    this.#states(f);
  }

  /** Rooms that the snapshot left open. @param {Frame} f */
  #part(f) {
    const ward = this.wards.find((w) => w.id === f.ward);
    if (!ward) return;
    ward.rooms.push(...(f.rooms ?? []));
    this.#rooms(ward, f.rooms ?? []);
    this.#states(f);
  }

  /** @param {Ward} ward @param {Room[]} rooms */
  #rooms(ward, rooms) {
    for (const room of rooms) {
      this.rooms.set(room.id, { room, ward });
      for (const p of room.points) this.roomOfPoint.set(p.id, room.id);
    }
  }

  /** @param {Frame} f */
  #states(f) {
    for (const v of f.values ?? []) this.values.set(v.p, v);
    for (const d of f.devices ?? []) this.#device(d);
    for (const l of f.links ?? []) this.links.set(l.id, l);
  }

  /** @param {Frame} f @param {Change} change */
  #delta(f, change) {
    for (const v of f.values ?? []) {
      this.values.set(v.p, v);
      const room = this.roomOfPoint.get(v.p);
      if (room !== undefined) change.rooms.add(room);
      // Coverage hangs on the quality of a value.
      change.state = true;
    }
    for (const a of f.alarms ?? []) {
      if (a.state === 'CLOSED') this.alarms.delete(a.id);
      else this.alarms.set(a.id, a);
      change.rooms.add(a.room);
      change.alarms = true;
    }
    for (const p of f.presence ?? []) {
      if (p.since === null) this.presence.delete(p.room);
      else this.presence.set(p.room, toMs(p.since));
      change.rooms.add(p.room);
      change.alarms = true;
    }
    for (const c of f.clocks?.ended ?? []) {
      this.clocks.delete(clockKey(c));
      change.rooms.add(c.room);
    }
    for (const c of f.clocks?.began ?? []) {
      this.clocks.set(clockKey(c), c);
      change.rooms.add(c.room);
    }
    for (const d of f.devices ?? []) {
      this.#device(d);
      change.rooms.add(d.room);
      change.state = true;
    }
    for (const l of f.links ?? []) this.links.set(l.id, l);
    for (const o of f.outputs ?? []) this.outputs.set(o.p, o);
    if (f.t === 'room' && f.room) change.rooms.add(f.room);
    for (const w of f.wards ?? []) {
      const ward = this.wards.find((x) => x.id === w.id);
      if (ward) ward.night = w.night;
      change.state = true;
    }
    if (f.store) {
      this.store = f.store;
      change.state = true;
    }
  }

  /** @param {Device} d */
  #device(d) {
    this.devices.set(d.id, d);
    let list = this.devicesByRoom.get(d.room);
    if (!list) this.devicesByRoom.set(d.room, (list = []));
    const at = list.findIndex((x) => x.id === d.id);
    list.splice(at < 0 ? list.length : at, 1, d);
  }

  /** @param {Change} change */
  #tell(change) {
    if (change.all) {
      for (const set of this.roomWatchers.values()) for (const fn of set) fn();
    } else {
      for (const room of change.rooms) for (const fn of this.roomWatchers.get(room) ?? []) fn();
    }
    for (const fn of this.watchers) fn(change);
  }

  /** Calls back when this room looks different. @param {string} room @param {() => void} fn @returns {() => void} stops it */
  watchRoom(room, fn) {
    let set = this.roomWatchers.get(room);
    if (!set) this.roomWatchers.set(room, (set = new Set()));
    set.add(fn);
    return () => {
      set.delete(fn);
      if (set.size === 0) this.roomWatchers.delete(room);
    };
  }

  /** @param {(change: Change) => void} fn @returns {() => void} stops it */
  watch(fn) {
    this.watchers.add(fn);
    return () => this.watchers.delete(fn);
  }
}
