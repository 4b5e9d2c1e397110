// @ts-check
import { html, nothing, svg } from 'lit';
import { get } from '../components/api.js';
import { clocks, problemWords, span, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { TimeChart } from '../components/time-chart.js';
import { toMs } from '../components/time.js';
import { gaps } from '../components/trends.js';
import { nearest, nightsUntil, shape, steps, top } from './night-values.js';

/** @typedef {import('../components/types.js').Episode} Episode */
/** @typedef {import('../components/types.js').Room} Room */
/** @typedef {import('../components/types.js').Trend} Trend */

const DAYS = 14;
const DAY_MINUTES = 1440;
const NOON = 720;
const ROWS = 8;
const RELOAD_MS = 60000;
/** So many pixels a date takes, in the longest language. */
const DATE = 64;
/** Marks by shape, not by colour alone. */
const SHAPES = {
  complete: (/** @type {number} */ x, /** @type {number} */ y) => svg`<circle class="dot" cx=${x} cy=${y} r="5"/>`,
  missing: (/** @type {number} */ x, /** @type {number} */ y) => svg`<path class="dot missing" d="M${x} ${y - 7}l7 12h-14Z"/>`,
  staff: (/** @type {number} */ x, /** @type {number} */ y) => svg`<rect class="dot staffed" x=${x - 5} y=${y - 5} width="10" height="10"/>`,
  up: (/** @type {number} */ x, /** @type {number} */ y) => svg`<path class="dot hollow" d="M${x} ${y - 6}l6 6l-6 6l-6 -6Z"/>`,
  unknown: (/** @type {number} */ x, /** @type {number} */ y) => svg`<circle class="dot hollow" cx=${x} cy=${y} r="5"/>`,
  lost: (/** @type {number} */ x, /** @type {number} */ y) => svg`<path class="dot hollow" d="M${x - 5} ${y - 5}l10 10m0 -10l-10 10"/>`,
};
const LEGEND = /** @type {const} */ (['complete', 'missing', 'staff', 'up', 'unknown', 'lost']);

/** The ways of a room's residents at night: how long each took, and its steps. */
class Nights extends TimeChart {
  static properties = { ...TimeChart.properties, room: { attribute: false }, episodes: { state: true }, beds: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Room|null} */ this.room = null;
    /** @type {Episode[]|null} oldest first; null until they are known */ this.episodes = null;
    /** @type {Trend[]} what was recorded of the beds */ this.beds = [];
    /** @type {number} until when that is */ this.known = 0;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => void this.#load(), RELOAD_MS);
    this.until(() => clearInterval(timer));
    void this.#load();
  }

  async #load() {
    const room = this.room;
    if (room === null) return;
    const now = model.now();
    const range = nightsUntil(clocks(), now, DAYS);
    const query = `from=${new Date(range[0]).toISOString()}&to=${new Date(now).toISOString()}`;
    const points = room.points.filter((p) => p.kind === 'bed.occupied');
    try {
      const { episodes } = await get(`/rooms/${encodeURIComponent(room.id)}/episodes?${query}`);
      // Without the store of time series there are no gaps to show, but the ways are there.
      const beds = await Promise.all(points.map((p) => get(`/trends?point=${encodeURIComponent(p.name)}&${query}&buckets=${DAYS * 24}`))).catch(() => []);
      this.range = range;
      this.known = now;
      this.beds = beds;
      this.episodes = episodes;
      this.problem = '';
    } catch (e) {
      this.problem = problemWords(e);
    }
  }

  render() {
    const all = this.episodes;
    const over = this.#over();
    const now = over.find((e) => toMs(e.since) === this.hover);
    return this.panel(t('nights.title'), t('nights.unit', { days: DAYS }), now ? this.#line(now) : nothing, over.length > 0, html`
      ${this.problem ? html`<p class="none" role="alert">${this.problem}</p>` : nothing}
      ${all === null ? html`<p class="none">${t('room.loading')}</p>` : all.length === 0 ? html`<p class="none">${t('nights.none')}</p><p class="hint">${t('nights.none.why')}</p>` : html`${over.length === 0 ? nothing : this.table ? this.#table(all) : this.#drawing(over, now)}${this.#rows(all)}`}`);
  }

  /** Those that have ended: there is something to draw. */
  #over() {
    return (this.episodes ?? []).filter((e) => e.outcome !== null);
  }

  /** @param {Episode[]} over @param {Episode|undefined} now */
  #drawing(over, now) {
    const high = top(over);
    const y = (/** @type {number} */ minutes) => this.base - (Math.min(minutes, high) / high) * (this.base - this.top);
    // A night lies between two noons.
    const noons = clocks().every(DAY_MINUTES, ...this.range, NOON);
    const midnights = clocks().every(DAY_MINUTES, ...this.range);
    const each = Math.ceil((DATE * DAYS) / (this.right - this.left));
    return html`${this.drawing(t('nights.title'), svg`
      ${this.beds.map((bed) => this.gaps(bed, this.top, this.base - this.top, this.known))}
      ${this.values(0, high, y)}
      ${this.lines(noons)}${this.labels(midnights.filter((_, i) => i % each === 0), (at) => clocks().date(at))}
      ${over.map((e) => svg`<g class=${e === now ? 'way now' : 'way'}><title>${this.#line(e)}</title>${SHAPES[shape(e) ?? 'lost'](this.x(toMs(e.since)), y((e.seconds ?? 0) / 60))}</g>`)}`)}
    <p class="legend">${LEGEND.filter((s) => over.some((e) => shape(e) === s)).map((s) => html`<span><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${SHAPES[s](8, 8)}</svg> ${t(`nights.shape.${s}`)}</span>`)}
      ${this.beds.some((bed) => gaps(bed, this.range[0], this.known).length > 0) ? html`<span class="hint">${t('room.gap')}</span>` : nothing}</p>`;
  }

  /** @param {Episode[]} all */
  #table(all) {
    return html`<div class="scroll"><table><caption>${t('nights.title')}</caption>
      <thead><tr><th>${t('room.col.time')}</th><th>${t('nights.long')}</th><th>${t('room.col.state')}</th></tr></thead>
      <tbody>${[...all].reverse().map((e) => html`<tr><td>${clocks().dayMinute(toMs(e.since))}${this.#whose(e)}</td><td>${this.#long(e)}</td><td>${this.#outcome(e)}</td></tr>`)}</tbody></table></div>`;
  }

  /** @param {Episode[]} all */
  #rows(all) {
    return html`<ol class="ways">${[...all].reverse().slice(0, ROWS).map((e) => html`<li class=${shape(e) ?? 'running'}>
      <div class="way-head"><time>${clocks().since(toMs(e.since), model.now())}</time> <b>${this.#long(e)}</b>${this.#outcome(e) ? html` <span>${this.#outcome(e)}</span>` : nothing}${this.#whose(e)}</div>
      <div class="way-steps">${steps(e).map((s) => html`<span class="step"><span>${t(`nights.step.${s.step}`)}</span> <time>${clocks().minute(s.at)}</time></span>`)}
        ${e.outcome !== null && e.bedUnknown ? html`<span class="step unknown">${t('nights.unknown.bed')}</span>` : nothing}
        ${e.bathroomUnknown ? html`<span class="step unknown">${t('nights.unknown.bathroom')}</span>` : nothing}</div></li>`)}</ol>`;
  }

  /** @param {Episode} e */
  #long(e) {
    if (e.outcome === null) return t('nights.running');
    return e.seconds === null ? t('nights.long.unknown') : span(e.seconds * 1000);
  }

  /** @param {Episode} e */
  #outcome(e) {
    if (e.outcome === null) return e.missing ? t(`nights.missing.${e.missing}`) : '';
    const said = t(`nights.outcome.${e.outcome}`);
    return e.missing ? `${said}: ${t(`nights.missing.${e.missing}`)}` : said;
  }

  /** Whose way it was, where several live. @param {Episode} e */
  #whose(e) {
    const beds = this.room?.beds ?? [];
    if (beds.length < 2) return nothing;
    const bed = beds.find((b) => b.id === e.bed);
    return html` <span class="under">${bed?.resident?.id === e.resident ? bed.resident.name : e.bed}</span>`;
  }

  /** @param {Episode} e */
  #line(e) {
    return `${clocks().dayMinute(toMs(e.since))} · ${this.#long(e)} · ${this.#outcome(e)}`;
  }

  /** @param {number|null} at */
  look(at) {
    const e = at === null ? null : nearest(this.#over(), at);
    super.look(e === null ? null : toMs(e.since));
  }

  /** @param {-1|1} direction */
  step(direction) {
    const times = this.#over().map((e) => toMs(e.since));
    const now = this.hover === null ? times.length : times.indexOf(this.hover);
    super.look(times[Math.max(0, Math.min(times.length - 1, now + direction))] ?? null);
  }
}
customElements.define('wl-nights', Nights);
