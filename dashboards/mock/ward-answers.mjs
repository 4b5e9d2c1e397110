// @ts-check
/** What the mock server answers about a ward: duty, shelvings, walk tests, coverage, handover and load. */

const WATCHES = ['call.bed', 'call.bathroom', 'bathroom.dwell', 'bed.exit'];
const MIN = 60;

export class WardAnswers {
  /** @param {import('./scenes.mjs').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.onDuty = [{ user: 'liwei', userName: 'Li Wei', group: 'ward-a', ward: 'ward-a', since: scene.ago(3600) }];
    const until = (/** @type {number} */ s) => scene.ago(-s);
    /** @type {any[]} */ this.shelvings = [];
    /** @type {any[]} */ this.tests = [];
    /** @type {any} */ this.last = { ward: 'ward-a', by: 'liwei', byName: 'Li Wei', at: scene.ago(5 * 3600), note: 'Gateway A2 was restarted at eight; look twice at 105 to 108.', open: 1, shelved: 0, uncovered: 0 };
    if (scene.name !== 'busy') return;
    this.onDuty.push({ user: 'anna', userName: 'Anna', group: 'ward-b', ward: 'ward-b', since: scene.ago(7200) });
    this.shelvings = [
      { id: 's1', type: 'ONE_ALARM', ward: 'ward-a', kind: 'bed.exit', subject: `bed.exit@104/bed@${scene.ago(800)}`, by: 'anna', byName: 'Anna', reason: 'with.resident', from: scene.ago(500), until: until(400) },
      { id: 's2', type: 'BYPASS', ward: 'ward-a', kind: 'bathroom.dwell', subject: '108', by: 'liwei', byName: 'Li Wei', reason: 'Bathroom is used by the physiotherapist until noon', from: scene.ago(1800), until: until(5400) },
      { id: 's3', type: 'MAINTENANCE', ward: 'ward-a', kind: '', subject: '109-io', by: 'erik', byName: 'Erik Sandström', reason: 'being.mended', from: scene.ago(300), until: until(7000) },
    ];
    this.tests = [this.#test('t2', 'ward-a', '102', 50 * MIN, null), this.#test('t1', 'ward-a', '', 30 * 3600, scene.ago(29 * 3600))];
  }

  /** @param {string} id @param {string} ward @param {string} room @param {number} begun @param {string|null} ended */
  #test(id, ward, room, begun, ended) {
    const rooms = this.#rooms(ward).filter((r) => room === '' || r.id === room);
    const lines = rooms.flatMap((r) => [['callBed', 'call.bed', 'bed'], ['callLiving', 'call.living', 'living'], ['cord', 'bathroom.cord', 'bathroom']].map(([point, kind, space]) => ({ point: `${r.id}-io/${point}`, kind, room: r.id, space: `${r.id}/${space}`, pressedAt: null, shownAt: null, alarm: null })));
    for (const [i, l] of lines.entries()) {
      if (begun > 0 && i !== 2) Object.assign(l, { pressedAt: this.scene.ago(600 - i), shownAt: i === 1 ? null : this.scene.ago(599 - i), alarm: `a${i}` });
    }
    return { id, ward, room, by: 'anna', byName: 'Anna', from: this.scene.ago(begun), until: this.scene.ago(-1800), ended, lines };
  }

  /** @param {string} ward */
  #rooms(ward) {
    return this.scene.wards.find((w) => w.id === ward)?.rooms ?? [];
  }

  /** @param {string} ward */
  #board(ward) {
    const other = ward === 'ward-a' ? 'ward-b' : 'ward-a';
    return { ward, shift: 'night', chain: [ward, other, 'on-call'].map((group) => ({ group, reachable: group !== 'on-call', delay: 60 })), groups: [ward, 'house', other, 'on-call'], onDuty: this.onDuty.filter((d) => d.ward === ward) };
  }

  /** @param {string} ward */
  #coverage(ward) {
    return this.#rooms(ward).map((r) => {
      const dead = this.scene.devices.find((d) => d.room === r.id && !d.answering);
      const gaps = (/** @type {string} */ w) => {
        if (dead) return [{ cause: 'DEVICE_DEAD', subject: dead.id, since: dead.since }];
        const out = [];
        for (const s of this.shelvings) {
          if (s.type === 'BYPASS' && s.subject === r.id && s.kind === w) out.push({ cause: 'BYPASSED', subject: s.id, since: s.from });
          if (s.type === 'ONE_ALARM' && s.kind === w && s.subject.includes(`@${r.id}/`)) out.push({ cause: 'SHELVED', subject: s.id, since: s.from });
          if (s.type === 'MAINTENANCE' && s.subject === `${r.id}-io`) out.push({ cause: 'MAINTENANCE', subject: s.id, since: s.from });
        }
        if (this.scene.name === 'busy' && r.id === '111' && w === 'bed.exit') out.push({ cause: 'SENSOR_DOUBTFUL', subject: '111-io/bedOccupied', since: this.scene.ago(300) }, { cause: 'RULE_FAILED', subject: 'ward-a/bed exit by night', since: this.scene.ago(200) });
        return out;
      };
      return { ward, room: r.id, bed: r.beds[0].id, resident: r.beds[0].resident?.id ?? null, watches: r.beds[0].resident ? WATCHES.map((w) => ({ watch: w, gaps: gaps(w) })) : [], silent: r.beds[0].resident ? ['fall', 'vitals.heart'] : [] };
    });
  }

  /** @param {string} ward */
  #sheet(ward) {
    const alarms = [...this.scene.alarms.values()].filter((a) => a.ward === ward);
    return { ward, open: alarms.filter((a) => !a.shelvedUntil), shelved: alarms.filter((a) => a.shelvedUntil), shelvings: this.shelvings.filter((s) => s.ward === ward), uncovered: this.#coverage(ward).filter((b) => b.watches.some((w) => w.gaps.length > 0)), last: this.last?.ward === ward ? this.last : null };
  }

  /** @param {string} ward */
  #load(ward) {
    const busy = this.scene.name === 'busy';
    const slots = Array.from({ length: 144 }, (_, i) => ({ from: this.scene.ago((144 - i) * 600), raised: (i * i * 7) % 11 === 8 ? (i % 4) + 1 : busy && i > 139 ? 7 + (i - 139) : 0 }));
    return { at: this.scene.now(), slots, flood: busy, stale: [...this.scene.alarms.values()].filter((a) => a.ward === ward && a.priority === 5).slice(0, 1), chattering: busy ? [{ kind: 'bed.exit', space: '104/bed', since: this.scene.ago(400) }] : [], topRooms: [['104', 21], ['203', 9], ['111', 4]].map(([room, raised]) => ({ room, raised })) };
  }

  /**
   * @param {string} method @param {string[]} path @param {URLSearchParams} query @param {any} body
   * @returns {[number, any]|null} null if it is not about a ward
   */
  request(method, path, query, body) {
    const [family, id, what, verb] = path;
    const post = method === 'POST';
    if (family === 'load') return [200, this.#load(query.get('ward') ?? '')];
    if (family === 'wards' && what === 'coverage') return [200, { beds: this.#coverage(id) }];
    if (family === 'wards' && what === 'duty') {
      if (post) this.onDuty = this.onDuty.filter((d) => d.user !== 'anna' || d.ward !== id);
      if (post && verb !== 'end') this.onDuty.push({ user: 'anna', userName: 'Anna', group: body.group, ward: id, since: this.scene.now() });
      return [200, this.#board(id)];
    }
    if (family === 'wards' && what === 'handover') {
      if (!post) return [200, this.#sheet(id)];
      const sheet = this.#sheet(id);
      this.last = { ward: id, by: 'anna', byName: 'Anna', at: this.scene.now(), note: body.note, open: sheet.open.length, shelved: sheet.shelved.length, uncovered: sheet.uncovered.length };
      return [200, this.last];
    }
    if (family === 'walk-tests') {
      if (post && what === 'end') this.tests.find((x) => x.id === id).ended = this.scene.now();
      else if (post) {
        if (this.tests.some((x) => x.ended === null && x.ward === body.ward)) return [409, { error: 'walktest.running', message: 'One is running.' }];
        this.tests.unshift(this.#test(`t${this.tests.length + 1}`, body.ward, body.room, 0, null));
      }
      return [200, { tests: this.tests }];
    }
    if (family === 'shelvings') {
      if (post && what === 'end') {
        const ended = this.shelvings.find((s) => s.id === id);
        this.shelvings = this.shelvings.filter((s) => s !== ended);
        for (const a of this.scene.alarms.values()) if (a.shelving === id) this.scene.change(a.id, { shelving: null, shelvedUntil: null, calling: a.priority <= 3 });
      } else if (post) {
        const bypass = id === 'bypass';
        this.shelvings.push({ id: `s${this.shelvings.length + 1}`, type: bypass ? 'BYPASS' : 'MAINTENANCE', ward: body.ward, kind: body.kind ?? '', subject: bypass ? body.place : body.subject, by: 'anna', byName: 'Anna', reason: body.reason, from: this.scene.now(), until: this.scene.ago(-60 * body.minutes) });
      }
      return [200, { shelvings: this.shelvings }];
    }
    if (family === 'residents') {
      const limit = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {string} */ value, /** @type {object} */ more = {}) => ({ name, kind, choices: [], min: null, max: null, hint: '', value, byDefault: value, changed: null, ...more });
      const change = { at: this.scene.ago(3600), resident: id, limit: 'bathroom-limit-night', from: '15min', to: '25min', by: 'anna', byName: 'Anna', reason: 'Stomach flu', until: this.scene.ago(-7 * 3600), recorded: true };
      const watch = { choices: ['off', 'note', 'call', 'urgent'] };
      return [200, { resident: id, limits: [limit('bathroom-limit-night', 'DURATION', '25min', { byDefault: '15min', changed: change }), limit('bed-exit-night', 'CHOICE', 'urgent', watch), limit('path-light', 'FLAG', 'true'), limit('comfort-day', 'NUMBER', '22.5', { min: 16, max: 28 }), limit('rises-by', 'TIME', '10:00')], changes: [change] }];
    }
    if (family === 'alarms' && what === 'shelve') {
      const alarm = this.scene.alarms.get(id);
      if (alarm?.kind.startsWith('call.')) return [409, { error: 'shelve.call', message: 'A call is never held back.' }];
      const s = { id: `s${this.shelvings.length + 1}`, type: 'ONE_ALARM', ward: alarm.ward, kind: alarm.kind, subject: id, by: 'anna', byName: 'Anna', reason: body.reason, from: this.scene.now(), until: this.scene.ago(-60 * body.minutes) };
      this.shelvings.push(s);
      this.scene.change(id, { shelving: s.id, shelvedUntil: s.until, calling: false });
      return [200, s];
    }
    return null;
  }
}
