// @ts-check
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { byUrgency } from '../components/alarms.js';
import { get } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { alarmTitle, clocks, has, kindName, problemWords, span, t } from '../components/i18n/index.js';
import { roomView, used } from '../components/rooms.js';
import { live, model, start } from '../components/screen.js';
import { picture, sign } from '../components/symbols.js';
import { everySecond } from '../components/ticker.js';
import { toMs } from '../components/time.js';
import '../components/wl-alarm-card.js';
import '../components/wl-chart.js';
import '../components/wl-past-alarm.js';
import { lackText } from '../components/wl-foot-bar.js';
import { bar, stateText } from '../components/wl-room-tile.js';
import '../components/wl-top-bar.js';
import './limits.js';
import './nights.js';
import { lastText, valueText } from './values.js';

/** @typedef {import('../components/types.js').Point} Point */
/** @typedef {import('../components/types.js').Trend} Trend */

const HOUR = 3600000;
/** How far back the charts can look, in hours. */
const SPANS = [1, 6, 24];
const BUCKETS = 480;
/** Numbers are recorded about once a minute: finer buckets would say no more. */
const FINEST_MS = 60000;
const RELOAD_MS = 60000;
/** Curves, with the least span of their axis and the limit that people know; and the lanes. */
const CURVES = [
  { kind: 'bedroom.temperature', with: 'climate.setpoint', bounds: /** @type {[number, number]} */ ([18, 26]), limit: null, decimals: 1 },
  { kind: 'bedroom.co2', with: null, bounds: /** @type {[number, number]} */ ([400, 1200]), limit: 1000, decimals: 0 },
];
const LANES = ['bed.occupied', 'bathroom.presence', 'bathroom.door.open', 'entrance.door.open', 'window.open', 'staff.presence'];

/** The name of a point, numbered where the room has several of its kind. @param {import('../components/types.js').Room} room @param {Point} p */
function pointName(room, p) {
  const same = room.points.filter((x) => x.kind === p.kind);
  return same.length === 1 ? kindName(p.kind) : `${kindName(p.kind)} ${same.indexOf(p) + 1}`;
}

/** Whose name this user may not read is told by the bed. @param {import('../components/types.js').Room} room @param {{id: string}} resident */
const bedName = (room, resident) => t('ward.bed', { n: room.beds.findIndex((b) => b.resident?.id === resident.id) + 1 });

/** How residents spend their nights is not for engineers, what became of alarms and which limits hold not for managers. */
const mayReadNights = () => model.user?.role.toUpperCase() !== 'ENGINEER';
const mayReadCare = () => model.user?.role.toUpperCase() !== 'MANAGER';

/** The shortest span that shows all of this time. @param {number} recorded in milliseconds */
const enough = (recorded) => SPANS.find((h) => recorded <= h * HOUR) ?? SPANS[SPANS.length - 1];

/** How is this resident doing, and what happened? */
class RoomPage extends PageElement {
  static properties = { past: { state: true }, trends: { state: true }, problem: { state: true }, hours: { state: true } };

  /** @param {string} id */
  constructor(id) {
    super();
    this.room = id;
    /** @type {import('../components/types.js').Alarm[]} closed ones of the last day */ this.past = [];
    /** @type {Map<string, Trend>|null} by point name; null until they are known */ this.trends = null;
    this.problem = '';
    /** @type {[number, number]} */ this.range = [0, 1];
    /** @type {number} how far back the charts look; 0 until we know how much is recorded */ this.hours = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => void this.#load(), RELOAD_MS);
    this.until(
      model.watchRoom(this.room, () => this.requestUpdate()),
      model.watch((c) => {
        if (c.all) void this.#load();
      }),
      everySecond(() => this.requestUpdate()),
      () => clearInterval(timer),
    );
    this.follow(live, 'change');
  }

  async #load() {
    const room = model.rooms.get(this.room)?.room;
    if (!room) return;
    try {
      const { alarms } = mayReadCare() ? await get(`/rooms/${encodeURIComponent(this.room)}`) : { alarms: [] };
      this.past = alarms.filter((/** @type {import('../components/types.js').Alarm} */ a) => a.state === 'CLOSED').sort((/** @type {any} */ a, /** @type {any} */ b) => toMs(b.raisedAt) - toMs(a.raisedAt));
      const now = model.now();
      const kinds = new Set([...LANES, ...CURVES.flatMap((c) => [c.kind, c.with])]);
      const points = room.points.filter((p) => kinds.has(p.kind));
      const from = now - (this.hours || SPANS[SPANS.length - 1]) * HOUR;
      const query = `from=${new Date(from).toISOString()}&to=${new Date(now).toISOString()}&buckets=${Math.min(BUCKETS, (now - from) / FINEST_MS)}`;
      /** @type {Trend[]} */
      const trends = await Promise.all(points.map((p) => get(`/trends?point=${encodeURIComponent(p.name)}&${query}`)));
      this.range = [from, now];
      this.trends = new Map(trends.map((x, i) => [points[i].name, x]));
      this.problem = '';
      if (this.hours === 0 && trends.length > 0) this.#look(enough(now - Math.min(now, ...trends.flatMap((x) => x.buckets[0]?.[0] ?? []))));
    } catch (e) {
      this.problem = problemWords(e);
    }
  }

  /** @param {number} hours back from now */
  #look(hours) {
    this.hours = hours;
    void this.#load();
  }

  render() {
    const found = model.rooms.get(this.room);
    document.title = t('page.room', { room: this.room });
    return html`<wl-top-bar back></wl-top-bar>
      ${found ? this.#page(found.room, found.ward) : html`<main class="room">${model.facility ? html`<p class="panel problem">${t('error.not.found')}</p>` : html`<div class="skeleton"></div>`}</main>`}`;
  }

  /** @param {import('../components/types.js').Room} room @param {import('../components/types.js').Ward} ward */
  #page(room, ward) {
    const open = model.alarmsOf(room.id).sort(byUrgency);
    return html`<main class="room">
      <div class="side">
        ${this.#present(room, ward)}
        ${repeat(open, (a) => a.id, (a) => html`<wl-alarm-card .alarm=${a}></wl-alarm-card>`)}
        ${mayReadCare() ? this.#care(room) : nothing}
      </div>
      <div class="wide">
        <div class="title"><h2>${t('room.history')}</h2>
          <div role="group" aria-label=${t('room.history')}>${SPANS.map((h) => html`<button aria-pressed=${h === this.hours} @click=${() => this.#look(h)}>${span(h * HOUR)}</button>`)}</div>
          <span class="hint">${t('room.gap')}</span></div>
        ${this.problem ? html`<p class="panel problem" role="alert">${this.problem}</p>` : nothing}
        ${this.#charts(room, open)}
        ${mayReadNights() && room.beds.length > 0 ? html`<wl-nights .room=${room}></wl-nights>` : nothing}
        <div class="tables">${this.#values(room)}${this.#outputs(room)}${this.#devices(room)}</div>
      </div>
    </main>`;
  }

  /** What became of alarms, and the limits of its residents. @param {import('../components/types.js').Room} room */
  #care(room) {
    const residents = room.beds.flatMap((b) => (b.resident ? [b.resident] : []));
    return html`<section class="panel"><h2>${t('room.alarms')}</h2>
        ${this.past.length === 0 ? html`<p class="none">${t('room.alarms.none')}</p>` : repeat(this.past, (a) => a.id, (a) => html`<wl-past-alarm .alarm=${a}></wl-past-alarm>`)}</section>
      ${repeat(residents, (r) => r.id, (r) => html`<wl-limits .resident=${r.id} .whose=${residents.length > 1 ? r.name || bedName(room, r) : ''}></wl-limits>`)}`;
  }

  /** @param {import('../components/types.js').Room} room @param {import('../components/types.js').Ward} ward */
  #present(room, ward) {
    const now = model.now();
    const v = roomView(model, room);
    const part = used(v, now);
    const people = room.beds.flatMap((b) => (b.resident ? [b.resident] : []));
    return html`<section class="panel present ${v.lack ? 'unprotected' : ''}">
      <div class="present-head"><h1>${room.id}</h1><span class="ward-name">${ward.name}${ward.floor ? ` · ${ward.floor}` : ''}</span></div>
      ${people.length === 0 ? html`<p>${t('room.vacant')}</p>` : people.map((p) => html`<p class="person">${p.name ? html`<b>${p.name}</b> ` : nothing}${has(`level.${p.level}`) ? t(`level.${p.level}`) : p.level}</p>`)}
      <p class="present-state">${v.lack ? html`<span class="tag unknown">${sign(5)}${t('tile.unprotected')}</span> ${lackText(v.lack)}` : stateText(v, now)}</p>
      ${part === null ? nothing : html`${bar(part, part >= 1)}<p class="limit-text">${t('room.since', { time: clocks().minute(v.runningSince ?? NaN) })} · ${part >= 1 ? t('room.limit.over') : t('room.limit', { time: clocks().minute(v.limitAt ?? NaN) })}</p>`}
      ${v.staff ? html`<p><span class="tag staff">${picture('staff')}${t('tile.staff')}</span> ${t('room.since', { time: clocks().minute(model.presence.get(room.id) ?? NaN) })}</p>` : nothing}
    </section>`;
  }

  /** @param {import('../components/types.js').Room} room @param {import('../components/types.js').Alarm[]} open */
  #charts(room, open) {
    const { trends } = this;
    if (trends === null) return this.problem ? nothing : html`<div class="skeleton" role="status" aria-label=${t('room.loading')}></div>`;
    const marks = [...open, ...this.past].map((a) => ({ at: toMs(a.raisedAt), priority: a.priority, label: `${clocks().minute(toMs(a.raisedAt))} ${alarmTitle(a.kind)}` }));
    /** @param {string|null} kind @param {'line'|'steps'|'lane'} form */
    const series = (kind, form) =>
      room.points.filter((p) => p.kind === kind).flatMap((p) => {
        const trend = trends.get(p.name);
        return trend ? [{ label: pointName(room, p), trend, form }] : [];
      });
    const lanes = LANES.flatMap((kind) => series(kind, 'lane'));
    return html`${lanes.length === 0 ? nothing : html`<wl-chart .caption=${t('room.occupancy')} .series=${lanes} .range=${this.range} .marks=${marks}></wl-chart>`}
      <div class="curves">${CURVES.map((c) => {
        const curve = series(c.kind, 'line');
        const unit = room.points.find((p) => p.kind === c.kind)?.unit ?? '';
        return curve.length === 0 ? nothing : html`<wl-chart .caption=${kindName(c.kind)} .unit=${unit} .decimals=${c.decimals} .series=${[...curve, ...series(c.with, 'steps')]}
          .range=${this.range} .limit=${c.limit} .bounds=${c.bounds} .marks=${marks}></wl-chart>`;
      })}</div>`;
  }

  /** @param {import('../components/types.js').Room} room */
  #values(room) {
    const now = model.now();
    return html`<section class="panel"><h2>${t('room.values')}</h2><table>
      <thead><tr><th>${t('room.col.what')}</th><th>${t('room.col.value')}</th><th>${t('room.col.since')}</th></tr></thead>
      <tbody>${room.points.filter((p) => !p.output).map((p) => {
        const v = model.values.get(p.id);
        const good = v?.q === 'GOOD';
        return html`<tr class=${good ? '' : 'doubtful'}><td>${pointName(room, p)}</td><td>${lastText(p, v)}${good ? nothing : html` <span class="tag unknown">${t(`quality.${v?.r ?? 'NEVER_READ'}`)}</span>`}</td>
          <td>${clocks().since(toMs(v?.s), now)}</td></tr>`;
      })}</tbody></table></section>`;
  }

  /** @param {import('../components/types.js').Room} room */
  #outputs(room) {
    const outputs = room.points.filter((p) => p.output);
    if (outputs.length === 0) return nothing;
    return html`<section class="panel"><h2>${t('room.outputs')}</h2><table>
      <thead><tr><th>${t('room.col.what')}</th><th>${t('room.col.wanted')}</th><th>${t('room.col.value')}</th><th>${t('room.col.state')}</th></tr></thead>
      <tbody>${outputs.map((p) => {
        const o = model.outputs.get(p.id);
        const doubtful = o && !['CONFIRMED', 'IDLE'].includes(o.status);
        return html`<tr class=${doubtful ? 'doubtful' : ''}><td>${pointName(room, p)}</td><td>${!o || o.desired === null ? '–' : valueText(p, o.desired)}</td><td>${lastText(p, model.values.get(p.id))}</td>
          <td title=${o?.detail ?? ''}>${t(`status.${o?.status ?? 'IDLE'}`)}</td></tr>`;
      })}</tbody></table></section>`;
  }

  /** @param {import('../components/types.js').Room} room */
  #devices(room) {
    const now = model.now();
    return html`<section class="panel"><h2>${t('room.devices')}</h2><table>
      <thead><tr><th>${t('room.col.what')}</th><th>${t('room.col.state')}</th><th>${t('room.col.since')}</th></tr></thead>
      <tbody>${model.devicesOf(room.id).map((d) => html`<tr class=${d.answering ? '' : 'doubtful'}><td>${d.id}<span class="under">${d.type}</span></td>
        <td>${d.answering ? t('room.answering') : html`<span class="tag unknown">${t(`quality.${d.reason}`)}</span><span class="under">${d.detail}</span>`}</td><td>${clocks().since(toMs(d.since), now)}</td></tr>`)}</tbody></table></section>`;
  }
}
customElements.define('wl-room', RoomPage);

const id = new URLSearchParams(location.search).get('id') ?? '';
await start(id);
document.body.prepend(new RoomPage(id));
