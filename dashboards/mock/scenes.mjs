// @ts-check
/** Scripted states of a small facility, told in the words of docs/live-api.md. */
import { BEDSIDE_SCENES, BedsideAnswers } from './bedside-answers.mjs';
import { WardAnswers } from './ward-answers.mjs';

export const SCENES = ['calm', 'night', 'unprotected', 'journal', 'emergency', 'large', 'busy', ...BEDSIDE_SCENES];
const NAMES = ['Chen', 'Fischer', 'Novák', 'Harper', 'Li', 'Wagner', 'Okafor', 'Schmidt-Rottmann', '王秀英', 'Weber', 'Liu', 'Petersen'];
const LEVELS = ['NURSING', 'ASSISTED', 'INDEPENDENT', 'HIGH_DEPENDENCY'];

/** [point, kind, space, type, unit, states, output, safety] of each room */
const POINTS = /** @type {const} */ ([
  ['bedOccupied', 'bed.occupied', 'bed', 'BOOLEAN', '', [], false, true],
  ['callBed', 'call.bed', 'bed', 'BOOLEAN', '', [], false, true],
  ['temperature', 'bedroom.temperature', 'bedroom', 'NUMBER', '°C', [], false, false],
  ['co2', 'bedroom.co2', 'bedroom', 'NUMBER', 'ppm', [], false, false],
  ['humidity', 'bedroom.humidity', 'bedroom', 'NUMBER', '%', [], false, false],
  ['window', 'window.open', 'bedroom', 'BOOLEAN', '', [], false, false],
  ['setpoint', 'climate.setpoint', 'bedroom', 'NUMBER', '°C', [], true, false],
  ['pathLight', 'path.light', 'bedroom', 'NUMBER', '%', [], true, false],
  ['bathroomPresence', 'bathroom.presence', 'bathroom', 'BOOLEAN', '', [], false, true],
  ['bathroomDoor', 'bathroom.door.open', 'bathroom', 'BOOLEAN', '', [], false, true],
  ['cord', 'bathroom.cord', 'bathroom', 'BOOLEAN', '', [], false, true],
  ['bathroomLight', 'bathroom.light', 'bathroom', 'NUMBER', '%', [], true, false],
  ['door', 'entrance.door.open', 'entrance', 'BOOLEAN', '', [], false, true],
  ['presence', 'staff.presence', 'entrance', 'BOOLEAN', '', [], false, true],
  ['lampRed', 'lamp.red', 'entrance', 'STATE', '', ['off', 'steady', 'flashing'], true, false],
  ['lampGreen', 'lamp.green', 'entrance', 'STATE', '', ['off', 'steady'], true, false],
]);
const ON_STATION = new Set(['bed.occupied', 'bathroom.presence', 'bathroom.light', 'entrance.door.open', 'window.open', 'bedroom.temperature', 'staff.presence', 'lamp.red', 'lamp.green']);
const CLASSES = ['emergency', 'urgent', 'call', 'advisory', 'technical'];

/** As the rules bring them along. */
const TEXTS = {
  en: { 'alarm.bathroom.dwell': 'Too long in the bathroom', 'reason.bathroom.dwell': 'In the bathroom since {since}, limit {limit}', 'reason.bed.exit': 'Out of bed since {since}', 'alarm.device.silent': 'Device does not answer', 'reason.device.silent': '{device} has not answered since {since} ({cause}): what it watches is not protected' },
  de: { 'alarm.bathroom.dwell': 'Zu lange im Bad', 'reason.bathroom.dwell': 'Im Bad seit {since}, Grenze {limit}', 'reason.bed.exit': 'Nicht im Bett seit {since}', 'alarm.device.silent': 'Gerät antwortet nicht', 'reason.device.silent': '{device} antwortet seit {since} nicht ({cause}): Was es überwacht, ist ungeschützt' },
  'zh-CN': { 'alarm.bathroom.dwell': '在卫生间时间过长', 'reason.bathroom.dwell': '自 {since} 起在卫生间，上限 {limit}', 'reason.bed.exit': '自 {since} 起离床', 'alarm.device.silent': '设备无应答', 'reason.device.silent': '{device} 自 {since} 起无应答（{cause}）：其监护范围失去保护' },
};

/** @param {string} room @param {number} first its first point id @param {number} i @param {boolean} inhabited */
function makeRoom(room, first, i, inhabited) {
  return {
    id: room,
    beds: [{ id: `${room}/bed`, resident: inhabited ? { id: `r-${room}`, name: NAMES[i % NAMES.length], level: LEVELS[i % 4] } : null }],
    spaces: ['BEDROOM', 'BATHROOM', 'LIVING', 'ENTRANCE'].map((kind) => ({ id: `${room}/${kind.toLowerCase()}`, kind })),
    points: POINTS.map(([name, kind, space, type, unit, states, output, safety], k) => ({
      id: first + k, name: `${room}-io/${name}`, kind, space: `${room}/${space}`, type, unit, states: [...states], output, safety,
    })),
  };
}

export class Scene {
  /** @param {string} name one of SCENES */
  constructor(name) {
    this.name = name;
    this.seq = 100;
    this.epoch = `mock-${name}-${Date.now()}`;
    this.language = 'en';
    this.loggedIn = true;
    this.mustChange = false;
    /** The scene plays at 02:26 Berlin time, or at 14:05 by day, whatever the real time is. */
    this.shift = Date.parse(name === 'calm' || name === 'large' ? '2026-11-22T13:05:10Z' : '2026-11-22T01:26:12Z') - Date.now();
    this.night = !(name === 'calm' || name === 'large');
    /** @type {object[]} */ this.deltas = [];
    /** @type {Map<number, any>} */ this.values = new Map();
    /** @type {Map<string, any>} */ this.alarms = new Map();
    /** @type {any[]} */ this.presence = [];
    /** @type {any[]} */ this.clocks = [];
    this.store = { journal: 'ok' };
    const perWard = name === 'large' ? 60 : 12;
    this.wards = ['a', 'b'].map((w, n) => ({
      id: `ward-${w}`, name: `Ward ${w.toUpperCase()}`, floor: n === 0 ? 'ground floor' : 'first floor', night: this.night,
      rooms: Array.from({ length: perWard }, (_, i) => makeRoom(String((n + 1) * 100 + 1 + i), (n * perWard + i) * POINTS.length, i, i !== 9 || n !== 1)),
    }));
    this.devices = this.rooms().map((r) => ({ id: `${r.id}-io`, type: 'room-io-gateway', connection: 'gateway-a1', room: r.id, answering: true, reason: 'NONE', detail: '', since: this.ago(86400) }));
    for (const [i, r] of this.rooms().entries()) this.#fill(r, i);
    this.#script();
  }

  now() {
    return new Date(Date.now() + this.shift).toISOString();
  }

  /** @param {number} seconds */
  ago(seconds) {
    return new Date(Date.now() + this.shift - seconds * 1000).toISOString();
  }

  rooms() {
    return this.wards.flatMap((w) => w.rooms);
  }

  /** @param {any} room @param {number} i */
  #fill(room, i) {
    const usual = { 'bed.occupied': this.night || i % 3 === 0 ? 1 : 0, 'bedroom.temperature': 21.4 + ((i * 7) % 9) / 10, 'bedroom.co2': 640 + i * 7, 'bedroom.humidity': 44, 'window.open': i % 5 === 0 ? 1 : 0, 'climate.setpoint': 21.5, 'path.light': 0 };
    for (const p of room.points) {
      this.values.set(p.id, { p: p.id, v: usual[/** @type {keyof typeof usual} */ (p.kind)] ?? 0, q: 'GOOD', r: 'NONE', s: this.ago(5400 + i * 60), t: (Date.now() + this.shift) * 1000 });
    }
    if (!room.beds[0].resident) this.set(room.id, 'bed.occupied', 0, 90000);
  }

  /** @param {string} room @param {string} kind @param {number|null} v @param {number} agoSeconds @param {string} [q] @param {string} [r] */
  set(room, kind, v, agoSeconds, q = 'GOOD', r = 'NONE') {
    const p = this.rooms().find((x) => x.id === room)?.points.find((x) => x.kind === kind);
    if (!p) throw new Error(`no ${kind} in ${room}`);
    const value = { p: p.id, v, q, r, s: this.ago(agoSeconds), t: (Date.now() + this.shift) * 1000 };
    this.values.set(p.id, value);
    this.deltas.push({ values: [value] });
  }

  /**
   * @param {string} kind @param {string} room @param {string} space @param {number} priority @param {number} agoSeconds
   * @param {Record<string, unknown>} [more]
   */
  alarm(kind, room, space, priority, agoSeconds, more = {}) {
    const since = this.ago(agoSeconds);
    const ward = this.wards.find((w) => w.rooms.some((r) => r.id === room))?.id ?? 'camellia';
    const alarm = {
      id: `${kind}@${space}@${since}`, kind, class: CLASSES[priority - 1].toUpperCase(), priority, ward, room, space, reason: { key: kind, args: {} }, since, raisedAt: since,
      state: 'RAISED', wetRoomOnly: false, conditionActive: !kind.startsWith('call.'), repeats: 0, acceptedBy: null, acceptedByName: null, acceptedAt: null,
      attendedAt: null, closedAt: null, closedBy: null, closeReason: null, recorded: true,
      calling: false, level: 0, called: ward, levelSince: since, shelvedUntil: null, shelving: null, overdueSince: null, test: null, spokenBy: null, spokenByName: null, spokenAt: null, ...more,
    };
    alarm.calling = priority <= 3 && alarm.state === 'RAISED' && !alarm.shelvedUntil && !alarm.test;
    this.alarms.set(alarm.id, alarm);
    this.deltas.push({ alarms: [alarm] });
    return alarm;
  }

  /** An alarm becomes another. @param {string} id @param {object} more */
  change(id, more) {
    const after = { ...this.alarms.get(id), ...more };
    this.alarms.set(id, after);
    this.deltas.push({ alarms: [after] });
    return after;
  }

  #script() {
    this.answers = new WardAnswers(this);
    this.bedside = new BedsideAnswers(this);
    if (this.name === 'busy') this.#busy();
    if (this.name === 'night' || this.name === 'emergency') {
      this.set('203', 'bathroom.presence', 1, 912);
      this.set('203', 'bed.occupied', 0, 940);
      this.clocks.push({ kind: 'bathroom.dwell', room: '203', space: '203/bathroom', since: this.ago(912), at: this.ago(12) });
      this.alarm('bathroom.dwell', '203', '203/bathroom', 2, 12, { reason: { key: 'bathroom.dwell', args: { since: this.ago(912), limit: 'PT15M', daytime: 'night' } } });
      this.alarm('call.bed', '111', '111/bed', 3, 100, { repeats: 1 });
      this.#unprotect('208', 'DISCONNECTED', 372);
      this.set('112', 'bed.occupied', 0, 125);
      this.alarm('bed.exit', '112', '112/bed', 2, 125, { state: 'ACCEPTED', acceptedBy: 'anna', acceptedByName: 'Anna', acceptedAt: this.ago(107), reason: { key: 'bed.exit', args: { since: this.ago(125) } } });
      this.alarm('call.living', '211', '211/living', 3, 271, { state: 'ATTENDED', acceptedBy: 'liwei', acceptedByName: 'Li Wei', acceptedAt: this.ago(240), attendedAt: this.ago(132) });
      this.presence.push({ room: '211', since: this.ago(132) });
      this.set('106', 'bathroom.presence', 1, 190);
      this.set('106', 'bed.occupied', 0, 205);
      this.clocks.push({ kind: 'bathroom.dwell', room: '106', space: '106/bathroom', since: this.ago(190), at: this.ago(-710) });
      this.set('201', 'bathroom.presence', 1, 790);
      this.clocks.push({ kind: 'bathroom.dwell', room: '201', space: '201/bathroom', since: this.ago(790), at: this.ago(-110) });
    }
    if (this.name === 'emergency') this.alarm('staff.emergency', '111', '111/bed', 1, 4);
    if (this.name === 'unprotected') for (const r of ['101', '104', '107', '202', '205', '208']) this.#unprotect(r, 'TIMEOUT', 200);
    if (this.name === 'journal') {
      this.store = { journal: 'failed' };
      this.alarm('call.bathroom', '105', '105/bathroom', 2, 20, { recorded: false, wetRoomOnly: true });
      this.alarm('journal.failed', '', '', 5, 60, { recorded: false });
    }
    this.deltas = [];
  }

  /** One of everything that the desk can say of an alarm. */
  #busy() {
    this.alarm('call.bed', '107', '107/bed', 3, 40);
    this.alarm('bed.exit', '112', '112/bed', 2, 95, { level: 1, called: 'ward-b', levelSince: this.ago(35), reason: { key: 'bed.exit', args: { since: this.ago(95) } } });
    this.alarm('call.living', '106', '106/living', 3, 260, { levelSince: this.ago(20), repeats: 1 });
    this.alarm('call.bed', '103', '103/bed', 3, 200, { state: 'ACCEPTED', acceptedBy: 'anna', acceptedByName: 'Anna', acceptedAt: this.ago(170) });
    this.alarm('bed.exit', '104', '104/bed', 2, 800, { shelvedUntil: this.ago(-400), shelving: 's1', reason: { key: 'bed.exit', args: { since: this.ago(800) } } });
    this.alarm('call.bed', '102', '102/bed', 3, 15, { test: 't2' });
    this.alarm('bed.exit', '110', '110/bed', 3, 4000, { overdueSince: this.ago(120), levelSince: this.ago(120), reason: { key: 'bed.exit', args: { since: this.ago(4000) } } });
    this.alarm('shelving.overdue', '110', '110/bed', 4, 120, { reason: { key: 'shelving.overdue', args: { kind: 'bed.exit' } } });
    this.#unprotect('109', 'TIMEOUT', 372);
  }

  /** @param {string} room @param {string} reason @param {number} agoSeconds */
  #unprotect(room, reason, agoSeconds) {
    const device = this.devices.find((d) => d.room === room);
    if (device) Object.assign(device, { answering: false, reason, detail: 'no answer from gateway-a1', since: this.ago(agoSeconds) });
    for (const p of this.rooms().find((x) => x.id === room)?.points ?? []) {
      Object.assign(this.values.get(p.id), { q: 'BAD', r: reason });
    }
    this.alarm('device.silent', room, `${room}-io`, 5, agoSeconds, { reason: { key: 'device.silent', args: { device: `${room}-io`, since: this.ago(agoSeconds), cause: reason } } });
  }

  user() {
    return { name: 'anna', displayName: 'Anna', role: 'NURSE', language: '', mustChangePassword: this.mustChange };
  }

  facility() {
    return { id: 'camellia', name: 'Camellia House', zone: 'Europe/Berlin', language: this.language, wards: this.wards };
  }

  snapshot() {
    const shown = new Set(this.rooms().flatMap((r) => r.points.filter((p) => ON_STATION.has(p.kind)).map((p) => p.id)));
    return {
      t: 'snapshot', epoch: this.epoch, seq: this.seq, now: this.now(), left: 0, facility: this.facility(), values: [...this.values.values()].filter((v) => shown.has(v.p)),
      alarms: [...this.alarms.values()], presence: this.presence, clocks: this.clocks, devices: this.devices,
      links: [{ id: 'gateway-a1', endpoint: 'modbus-tcp://127.0.0.1:15021', status: 'UP', since: this.ago(86400), detail: '', attempt: 0 }], store: this.store, user: this.user(),
    };
  }

  /** @param {string} room */
  roomFrame(room) {
    return { t: 'room', room, ...this.#roomAnswer(room) };
  }

  /** @param {string} id */
  #roomAnswer(id) {
    const room = this.rooms().find((r) => r.id === id);
    const points = room?.points ?? [];
    return {
      values: points.map((p) => this.values.get(p.id)),
      outputs: points.filter((p) => p.output).map((p) => ({ p: p.id, desired: p.kind === 'lamp.red' ? 1 : this.values.get(p.id).v, origin: p.kind.startsWith('lamp') ? 'ALARM' : 'RULE', why: '', status: p.kind === 'lamp.red' ? 'PENDING' : 'CONFIRMED', detail: '', since: this.ago(30) })),
    };
  }

  /** What has changed since the last call, as numbered deltas. */
  takeDeltas() {
    return this.deltas.splice(0).map((d) => ({ t: 'delta', seq: ++this.seq, ...d }));
  }

  /** @param {URLSearchParams} query */
  #trend(query) {
    const name = query.get('point') ?? '';
    const from = Date.parse(query.get('from') ?? this.ago(86400));
    const to = Date.parse(query.get('to') ?? this.now());
    const n = Number(query.get('buckets') ?? 288);
    const width = (to - from) / n;
    const buckets = [];
    for (let i = 0; i < n; i++) {
      const part = i / n;
      if (part > 0.52 && part < 0.58) continue;
      const wave = Math.sin(part * 9) + Math.sin(part * 31) / 3;
      const asleep = part < 0.32 || part > 0.86;
      let mean = 21.6 + wave * 0.6;
      if (name.endsWith('co2')) mean = 750 + 260 * wave + (asleep ? 200 : 0);
      if (name.endsWith('humidity')) mean = 46 + 3 * wave;
      if (name.endsWith('setpoint')) mean = asleep ? 20 : 21.5;
      if (/bedOccupied/.test(name)) mean = asleep && i % 41 > 1 ? 1 : 0;
      if (/bathroomPresence/.test(name)) mean = i % 41 <= 1 ? 1 : 0;
      if (name.endsWith('/presence')) mean = i % 97 === 5 ? 0.4 : 0;
      if (/door|window/i.test(name)) mean = i % 57 < 3 ? 1 : 0;
      const spread = name.endsWith('temperature') ? 0.15 : name.endsWith('co2') ? 30 : 0;
      buckets.push([Math.round(from + i * width), mean - spread, mean, mean + spread, mean, 30]);
    }
    return { point: name, from: new Date(from).toISOString(), to: new Date(to).toISOString(), width: width / 1000, buckets };
  }

  /**
   * @param {string} method @param {string} path @param {URLSearchParams} query @param {any} body
   * @returns {[number, any]}
   */
  request(method, path, query, body) {
    if (path === '/login') {
      if (body.password === 'wrong') return [401, { error: 'wrong', message: 'Wrong name or password.' }];
      if (body.password === 'locked') return [429, { error: 'locked', message: 'Locked.', seconds: 30 }];
      this.loggedIn = true;
      return [200, { user: this.user() }];
    }
    if (path === '/facility') return [200, this.facility()];
    if (path === '/texts') return [200, { texts: TEXTS[/** @type {keyof typeof TEXTS} */ (query.get('lang') ?? 'en')] }];
    if (!this.loggedIn) return [401, { error: 'not.logged.in', message: 'Log in first.' }];
    if (path.startsWith('/bedside')) return this.bedside.request(method, path.split('/').slice(2).map(decodeURIComponent));
    if (path === '/me') return [200, { user: this.user(), facility: { ...this.facility(), wards: undefined } }];
    if (path === '/logout') {
      this.loggedIn = false;
      return [204, null];
    }
    if (path === '/password') {
      if (body.next.length < 8) return [400, { error: 'too.short', message: 'Too short.' }];
      this.mustChange = false;
      return [204, null];
    }
    if (path === '/trends') return [200, this.#trend(query)];
    const nights = /^\/rooms\/(.+)\/episodes$/.exec(path);
    if (nights) return [200, { episodes: this.#nights(decodeURIComponent(nights[1])) }];
    const room = /^\/rooms\/(.+)$/.exec(path);
    if (room) return this.#room(decodeURIComponent(room[1]));
    const answer = this.answers?.request(method, path.split('/').slice(1).map(decodeURIComponent), query, body);
    if (answer) return answer;
    const action = /^\/alarms\/([^/]+)\/(accept|close|spoken|journey)$/.exec(path);
    if (action) return this.#act(method, decodeURIComponent(action[1]), action[2], body);
    return [404, { error: 'not.found', message: `No ${path}.` }];
  }

  /** @param {string} id */
  #nights(id) {
    const bed = `${id}/bed`;
    const resident = this.rooms().find((r) => r.id === id)?.beds[0]?.resident?.id;
    if (!resident) return [];
    const outcomes = ['COMPLETE', 'COMPLETE', 'STEP_MISSING', 'COMPLETE', 'STAFF_ATTENDED', 'COMPLETE', 'UNKNOWN', 'COMPLETE', 'STAYED_UP'];
    const today = new Date(this.now()).setUTCHours(0, 0, 0, 0);
    return Array.from({ length: 18 }, (_, i) => {
      const since = today - 86400000 * (13 - Math.floor((i * 13) / 18)) + (1 + ((i * 7) % 4)) * 3600000 + i * 140000;
      const outcome = outcomes[i % outcomes.length];
      const lost = outcome === 'UNKNOWN' && i < 9;
      const seconds = outcome === 'STAYED_UP' ? 9000 : 300 + ((i * 397) % 900);
      const at = (/** @type {number} */ part) => new Date(since + part * seconds * 1000).toISOString();
      const missing = outcome === 'STEP_MISSING' ? 'BATHROOM_MISSING' : null;
      const seen = missing === null && outcome !== 'UNKNOWN';
      return { id: `night.path@${bed}@${at(0)}`, kind: 'night.path', ward: 'ward-b', room: id, bed, resident, since: at(0), light: at(0.002), bathroom: seen ? at(0.15) : null, bathroomLeft: seen ? at(0.8) : null,
        back: outcome === 'STAYED_UP' || lost ? null : at(1), staff: outcome === 'STAFF_ATTENDED' ? at(0.4) : null, missing, bathroomUnknown: outcome === 'UNKNOWN', bedUnknown: lost, until: at(1), outcome, seconds: lost ? null : seconds };
    });
  }

  /** @param {string} id @returns {[number, any]} */
  #room(id) {
    const room = this.rooms().find((r) => r.id === id);
    if (!room) return [404, { error: 'not.found', message: `No room ${id}.` }];
    const closed = this.alarm('call.bed', id, `${id}/bed`, 3, 7 * 3600, { state: 'CLOSED', acceptedBy: 'anna', acceptedByName: 'Anna', acceptedAt: this.ago(7 * 3600 - 30), attendedAt: this.ago(7 * 3600 - 90), closedAt: this.ago(7 * 3600 - 400), closedBy: 'presence', closeReason: 'reset.in.room' });
    this.alarms.delete(closed.id);
    this.deltas.pop();
    return [200, { room, ward: this.wards.find((w) => w.rooms.includes(room))?.id, ...this.#roomAnswer(id), alarms: [...[...this.alarms.values()].filter((a) => a.room === id), closed], devices: this.devices.filter((d) => d.room === id) }];
  }

  /** @param {string} method @param {string} id @param {string} what @param {any} body @returns {[number, any]} */
  #act(method, id, what, body) {
    const alarm = this.alarms.get(id);
    if (what === 'journey') {
      const at = alarm?.raisedAt ?? this.ago(7 * 3600);
      const later = (/** @type {number} */ s) => new Date(Date.parse(at) + s * 1000).toISOString();
      return [200, { alarm: alarm ?? null, entries: [{ seq: 41, type: 'Raised', at, ward: 'ward-b', alarm: id }, { seq: 42, type: 'Delivered', at: later(1), ward: 'ward-b', alarm: id, screen: 'screen-1' }, { seq: 43, type: 'Seen', at: later(2), ward: 'ward-b', alarm: id, screen: 'screen-1', by: 'anna', byName: 'Anna' }, { seq: 44, type: 'Accepted', at: later(30), ward: 'ward-b', alarm: id, by: 'anna', byName: 'Anna' }, { seq: 43, type: 'Attended', at: later(90), ward: 'ward-b', alarm: id }, { seq: 44, type: 'Closed', at: later(400), ward: 'ward-b', alarm: id, by: 'presence', reason: 'reset.in.room' }] }];
    }
    if (method !== 'POST' || !alarm) return [404, { error: 'not.open', message: 'No such open alarm.' }];
    if (what === 'close' && alarm.priority <= 3 && alarm.state !== 'ATTENDED' && !alarm.spokenBy) return [409, { error: 'close.when.attended', message: 'Somebody must be in the room.' }];
    const after = what === 'spoken' ? { ...alarm, spokenBy: 'anna', spokenByName: 'Anna', spokenAt: this.now() } : what === 'accept' ? { ...alarm, calling: false, state: 'ACCEPTED', acceptedBy: 'anna', acceptedByName: 'Anna', acceptedAt: this.now() } : { ...alarm, state: 'CLOSED', closedBy: 'anna', closedAt: this.now(), closeReason: body.reason };
    this.change(id, after);
    if (after.state === 'CLOSED') this.alarms.delete(id);
    return [200, after];
  }
}
