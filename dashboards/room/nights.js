// @ts-check
import { html, nothing, svg } from 'lit';
import { get } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { clocks, number, problemWords, span, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { toMs } from '../components/time.js';
import { gaps, ticks } from '../components/trends.js';
import { nearest, shape, steps, top } from './night-values.js';

/** @typedef {import('../components/types.js').Episode} Episode */
/** @typedef {import('../components/types.js').Room} Room */
/** @typedef {import('../components/types.js').Trend} Trend */

const DAYS = 14;
const DAY = 86400000;
const HOUR = 3600000;
const ROWS = 8;
const RELOAD_MS = 60000;
const LEFT = 46;
const RIGHT = 12;
const TOP = 12;
const BASE = 142;
const HEIGHT = 176;
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
class Nights extends PageElement {
  static properties = { room: { attribute: false }, episodes: { state: true }, beds: { state: true }, problem: { state: true }, table: { state: true }, hover: { state: true }, width: { state: true } };

  constructor() {
    super();
    /** @type {Room|null} */ this.room = null;
    /** @type {Episode[]|null} oldest first; null until they are known */ this.episodes = null;
    /** @type {Trend[]} what was recorded of the beds */ this.beds = [];
    /** @type {[number, number]} */ this.range = [0, 1];
    this.problem = '';
    this.table = false;
    /** @type {Episode|null} */ this.hover = null;
    this.width = 600;
  }

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => void this.#load(), RELOAD_MS);
    const observer = new ResizeObserver(() => (this.width = Math.max(280, this.clientWidth - 28)));
    observer.observe(this);
    this.until(() => clearInterval(timer), () => observer.disconnect());
    void this.#load();
  }

  async #load() {
    const room = this.room;
    if (room === null) return;
    const to = model.now();
    const from = to - DAYS * DAY;
    const query = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const points = room.points.filter((p) => p.kind === 'bed.occupied');
    try {
      const { episodes } = await get(`/rooms/${encodeURIComponent(room.id)}/episodes?${query}`);
      // Without the store of time series there are no gaps to show, but the ways are there.
      const beds = await Promise.all(points.map((p) => get(`/trends?point=${encodeURIComponent(p.name)}&${query}&buckets=${DAYS * 24}`))).catch(() => []);
      this.range = [from, to];
      this.beds = beds;
      this.episodes = episodes;
      this.problem = '';
    } catch (e) {
      this.problem = problemWords(e);
    }
  }

  render() {
    const all = this.episodes;
    return html`<figure class="panel chart nights">
      <figcaption><h2><span>${t('nights.title')} <span class="unit">${t('nights.days', { days: DAYS })}</span></span>
        <span class="readout">${this.hover === null ? nothing : this.#line(this.hover)}</span>
        ${all?.length ? html`<button class="quiet" aria-pressed="false" @click=${() => (this.table = !this.table)}>${t(this.table ? 'room.chart' : 'room.table')}</button>` : nothing}</h2></figcaption>
      ${this.problem ? html`<p class="none" role="alert">${this.problem}</p>` : nothing}
      ${all === null ? nothing : all.length === 0 ? html`<p class="none">${t('nights.none')}</p><p class="hint">${t('nights.none.why')}</p>` : html`${this.table ? this.#table(all) : this.#drawing(all)}${this.#rows(all)}`}
    </figure>`;
  }

  /** @param {number} at */
  #x(at) {
    const [from, to] = this.range;
    return LEFT + ((at - from) / (to - from)) * (this.width - LEFT - RIGHT);
  }

  /** @param {Episode[]} all */
  #drawing(all) {
    const high = top(all);
    const y = (/** @type {number} */ minutes) => BASE - (Math.min(minutes, high) / high) * (BASE - TOP);
    const [from, to] = this.range;
    const drawn = all.filter((e) => shape(e) !== null);
    return html`<svg class="drawing" viewBox="0 0 ${this.width} ${HEIGHT}" width=${this.width} height=${HEIGHT} tabindex="0" role="img" aria-label=${t('nights.title')}
        @pointermove=${(/** @type {PointerEvent} */ e) => this.#point(e, drawn)} @pointerleave=${() => (this.hover = null)} @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e, drawn)}>
      <defs><pattern id="night-gap" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="8" class="gap-line"/></pattern></defs>
      ${this.beds.flatMap((bed) => gaps(bed, from, to)).map(([a, b]) => svg`<rect class="gap" x=${this.#x(a)} y=${TOP} width=${this.#x(b) - this.#x(a)} height=${BASE - TOP} fill="url(#night-gap)"/>`)}
      ${ticks(0, high, 4).map((v) => svg`<path class="gridline" d="M${LEFT} ${y(v)}H${this.width - RIGHT}"/><text class="tick" x=${LEFT - 8} y=${y(v) + 4} text-anchor="end">${number(v, 0)}</text>`)}
      <text class="tick" x="0" y=${TOP}>${t('limits.minutes')}</text>
      ${this.#days(from, to)}
      ${drawn.map((e) => svg`<g class=${e === this.hover ? 'way now' : 'way'}><title>${this.#line(e)}</title>${SHAPES[shape(e) ?? 'lost'](this.#x(toMs(e.since)), y((e.seconds ?? 0) / 60))}</g>`)}
    </svg>
    <p class="legend">${LEGEND.filter((s) => drawn.some((e) => shape(e) === s)).map((s) => html`<span><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${SHAPES[s](8, 8)}</svg> ${t(`nights.shape.${s}`)}</span>`)}
      ${this.beds.some((bed) => gaps(bed, from, to).length > 0) ? html`<span class="hint">${t('room.gap')}</span>` : nothing}</p>`;
  }

  /** A line for each noon, so that a night lies between two of them. @param {number} from @param {number} to */
  #days(from, to) {
    const out = [];
    const room = (this.width - LEFT - RIGHT) / DAYS;
    const each = Math.ceil(46 / room);
    let day = 0;
    for (let at = Math.ceil(from / HOUR) * HOUR; at <= to; at += HOUR) {
      if (clocks().minute(at) !== '12:00') continue;
      const x = this.#x(at);
      out.push(svg`<path class="gridline" d="M${x} ${TOP}V${BASE}"/>`);
      const midnight = this.#x(at + DAY / 2);
      if (day++ % each === 0 && midnight < this.width - RIGHT - 14) out.push(svg`<text class="tick" x=${midnight} y=${BASE + 20} text-anchor="middle">${clocks().date(at + DAY / 2)}</text>`);
    }
    return out;
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
      <div class="way-head"><time>${clocks().since(toMs(e.since), model.now())}</time> <b>${this.#long(e)}</b> <span>${this.#outcome(e)}</span>${this.#whose(e)}</div>
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

  /** @param {PointerEvent} e @param {Episode[]} drawn */
  #point(e, drawn) {
    const box = /** @type {Element} */ (e.currentTarget).getBoundingClientRect();
    const x = ((e.clientX - box.left) / box.width) * this.width;
    const [from, to] = this.range;
    this.hover = nearest(drawn, from + ((x - LEFT) / (this.width - LEFT - RIGHT)) * (to - from));
  }

  /** @param {KeyboardEvent} e @param {Episode[]} drawn */
  #key(e, drawn) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (step === undefined) return;
    e.preventDefault();
    const now = this.hover === null ? drawn.length : drawn.indexOf(this.hover);
    this.hover = drawn[Math.max(0, Math.min(drawn.length - 1, now + step))] ?? null;
  }
}
customElements.define('wl-nights', Nights);
