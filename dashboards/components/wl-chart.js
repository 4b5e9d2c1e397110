// @ts-check
import { html, nothing, svg } from 'lit';
import { PageElement } from './element.js';
import { clocks, number, t } from './i18n/index.js';
import { bucketAt, gaps, hourly, stretches, ticks } from './trends.js';

/** @typedef {import('./types.js').Trend} Trend */
/** @typedef {{label:string, trend:Trend, form:'line'|'steps'|'lane'}} Series */
/** @typedef {{at:number, priority:number, label:string}} Mark */

const LEFT = 46;
const RIGHT = 12;
const TOP = 10;
const AXIS = 34;
const LANE = 26;
const HOUR = 3600000;
const MINUTE = 60000;
/** Times on the axis are so many minutes apart, and at least so many pixels. */
const STEPS = [10, 30, 60, 180, 360, 720];
const LABEL = 52;

/**
 * Curves over time, or lanes for what is yes or no, with the limit in the chart, gaps as gaps and alarms on
 * the axis. The same data as a table at a touch. Own SVG: no maintained chart library resolves as a WebJar.
 */
export class Chart extends PageElement {
  static properties = {
    caption: { attribute: false },
    unit: { attribute: false },
    decimals: { attribute: false },
    series: { attribute: false },
    range: { attribute: false },
    limit: { attribute: false },
    bounds: { attribute: false },
    marks: { attribute: false },
    width: { state: true },
    hover: { state: true },
    table: { state: true },
  };

  constructor() {
    super();
    this.caption = '';
    this.unit = '';
    this.decimals = 0;
    /** @type {Series[]} */ this.series = [];
    /** @type {[number, number]} from, to */ this.range = [0, 1];
    /** @type {number|null} */ this.limit = null;
    /** @type {[number, number]} the least and greatest value that the axis shows at least */ this.bounds = [0, 1];
    /** @type {Mark[]} */ this.marks = [];
    this.width = 600;
    /** @type {number|null} the instant under the pointer */ this.hover = null;
    this.table = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const observer = new ResizeObserver(() => (this.width = Math.max(280, this.clientWidth - 28)));
    observer.observe(this);
    this.until(() => observer.disconnect());
  }

  get #lanes() {
    return this.series.every((s) => s.form === 'lane');
  }

  get #left() {
    return this.#lanes ? Math.min(170, this.width * 0.43) : LEFT;
  }

  get #height() {
    return TOP + AXIS + (this.#lanes ? this.series.length * LANE : 150);
  }

  /** @param {number} at */
  #x(at) {
    const [from, to] = this.range;
    return this.#left + ((at - from) / (to - from)) * (this.width - this.#left - RIGHT);
  }

  render() {
    return html`<figure class="panel chart">
      <figcaption><h2><span>${this.caption}${this.unit ? html` <span class="unit">${this.unit}</span>` : nothing}</span>
        <span class="readout">${this.hover === null ? this.#legend() : this.#readout(this.hover)}</span>
        <button class="quiet" aria-pressed="false" @click=${() => (this.table = !this.table)}>${t(this.table ? 'room.chart' : 'room.table')}</button></h2></figcaption>
      ${this.series.every((s) => s.trend.buckets.length === 0) ? html`<p class="none">${t('room.no.data')}</p>` : this.table ? this.#tables() : this.#drawing()}
    </figure>`;
  }

  #legend() {
    return this.series.filter((s) => s.form === 'steps').map((s) => html`<svg class="swatch" viewBox="0 0 26 4" aria-hidden="true"><path class="steps" d="M0 2h26"/></svg>${s.label}`);
  }

  /** @param {number} at */
  #readout(at) {
    const parts = this.series.map((s) => {
      const b = bucketAt(s.trend, at);
      const value = b ? (s.form === 'lane' ? t(b[3] > 0 ? 'value.yes' : 'value.no') : `${number(b[2], this.decimals)} ${this.unit}`) : t('room.value.none');
      return `${s.label} ${value}`;
    });
    return `${clocks().minute(at)} · ${parts.join(' · ')}`;
  }

  /** Lowest and highest value to show: the bounds, the limit and all data. */
  #span() {
    const values = this.series.flatMap((s) => s.trend.buckets.flatMap((b) => [b[1], b[3]]));
    return [Math.min(...this.bounds, ...values), Math.max(...this.bounds, this.limit ?? -Infinity, ...values)];
  }

  #drawing() {
    const height = this.#height;
    const base = height - AXIS;
    const [from, to] = this.range;
    return html`<svg class="drawing" viewBox="0 0 ${this.width} ${height}" width=${this.width} height=${height} tabindex="0" role="img" aria-label=${this.caption}
      @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => (this.hover = null)} @keydown=${this.#key}>
      <defs><pattern id="gap" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="8" class="gap-line"/></pattern></defs>
      ${this.#lanes ? this.#laneRows() : this.#curves(base)}
      ${this.#hours(from, to, base)}
      ${this.marks.filter((m) => m.at >= from && m.at <= to).map((m) => svg`<g class="mark p${m.priority}"><title>${m.label}</title><path d="M${this.#x(m.at)} ${TOP}V${base}"/><path class="flag" d="M${this.#x(m.at)} ${base - 1}l6 10h-12Z"/></g>`)}
      ${this.hover === null ? nothing : svg`<path class="cursor" d="M${this.#x(this.hover)} ${TOP}V${base}"/>`}
    </svg>`;
  }

  /** @param {number} from @param {number} to @param {number} base */
  #hours(from, to, base) {
    const plot = this.width - this.#left - RIGHT;
    const step = STEPS.find((m) => (plot * m * MINUTE) / (to - from) >= LABEL) ?? STEPS[STEPS.length - 1];
    const out = [];
    for (let at = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE; at <= to; at += 5 * MINUTE) {
      // On the facility's own hours, which a zone may shift by halves.
      const [hour, minute] = clocks().minute(at).split(':').map(Number);
      if ((hour * 60 + minute) % step !== 0) continue;
      const x = this.#x(at);
      out.push(svg`<path class="gridline" d="M${x} ${TOP}V${base}"/>`);
      if (x > this.#left + 14 && x < this.width - 20) out.push(svg`<text class="tick" x=${x} y=${base + 26} text-anchor="middle">${clocks().minute(at)}</text>`);
    }
    return out;
  }

  /** @param {Trend} trend @param {number} y @param {number} height */
  #gaps(trend, y, height) {
    return gaps(trend, ...this.range).map(([a, b]) => svg`<rect class="gap" x=${this.#x(a)} y=${y} width=${Math.max(0, this.#x(b) - this.#x(a))} height=${height} fill="url(#gap)"/>`);
  }

  /** @param {number} base */
  #curves(base) {
    const [low, high] = this.#span();
    /** @param {number} v */
    const y = (v) => base - ((v - low) / (high - low || 1)) * (base - TOP);
    const limit = this.limit;
    return svg`
      ${ticks(low, high, 4).map((v) => svg`<path class="gridline" d="M${this.#left} ${y(v)}H${this.width - RIGHT}"/><text class="tick" x=${this.#left - 8} y=${y(v) + 4} text-anchor="end">${number(v, v % 1 === 0 ? 0 : 1)}</text>`)}
      ${this.series[0] ? this.#gaps(this.series[0].trend, TOP, base - TOP) : nothing}
      ${limit === null ? nothing : svg`<path class="limit" d="M${this.#left} ${y(limit)}H${this.width - RIGHT}"/><text class="tick" x=${this.width - RIGHT - 8} y=${y(limit) - 6} text-anchor="end">${t('chart.limit')}</text>`}
      ${this.series.map((s) => this.#curve(s, y))}`;
  }

  /** @param {Series} s @param {(v: number) => number} y */
  #curve(s, y) {
    const w = s.trend.width * 1000;
    return stretches(s.trend).map((bs) => {
      if (s.form === 'steps') return svg`<path class="steps" d=${bs.map((b, i) => `${i ? 'L' : 'M'}${this.#x(b[0])} ${y(b[4])}H${this.#x(b[0] + w)}`).join('')}/>`;
      const middle = (/** @type {number} */ start) => this.#x(start + w / 2);
      const band = `${bs.map((b, i) => `${i ? 'L' : 'M'}${middle(b[0])} ${y(b[3])}`).join('')}${[...bs].reverse().map((b) => `L${middle(b[0])} ${y(b[1])}`).join('')}Z`;
      return svg`<path class="band" d=${band}/><path class="curve" d=${bs.map((b, i) => `${i ? 'L' : 'M'}${middle(b[0])} ${y(b[2])}`).join('')}/>`;
    });
  }

  #laneRows() {
    return this.series.map((s, i) => {
      const y = TOP + i * LANE;
      const w = s.trend.width * 1000;
      return svg`<text class="lane-name" x="0" y=${y + 17}>${s.label}</text>
        <rect class="lane" x=${this.#left} y=${y + 3} width=${this.width - this.#left - RIGHT} height=${LANE - 8}/>
        ${this.#gaps(s.trend, y + 3, LANE - 8)}
        ${s.trend.buckets.filter((b) => b[3] > 0).map((b) => {
          // What was true for a part of the bucket is drawn lower, but never so low that it vanishes.
          const part = (LANE - 8) * Math.max(0.35, Math.min(1, b[2]));
          return svg`<rect class="lane-on" x=${this.#x(b[0])} y=${y + LANE - 5 - part} width=${this.#x(b[0] + w) - this.#x(b[0]) + 0.4} height=${part}/>`;
        })}`;
    });
  }

  #tables() {
    return html`<div class="scroll">${this.series.map((s) => html`<table><caption>${s.label}</caption>
      <thead><tr><th>${t('room.col.time')}</th><th>${t('room.col.low')}</th><th>${t('room.col.mean')}</th><th>${t('room.col.high')}</th></tr></thead>
      <tbody>${hourly(s.trend).map((h) => html`<tr><td>${clocks().minute(h.hour)}</td>${[h.low, h.mean, h.high].map((v) => html`<td>${s.form === 'lane' ? `${Math.round(v * 100)} %` : number(v, this.decimals)}</td>`)}</tr>`)}</tbody></table>`)}</div>`;
  }

  /** @param {PointerEvent} e */
  #point(e) {
    const box = /** @type {Element} */ (e.currentTarget).getBoundingClientRect();
    this.#hoverAt(((e.clientX - box.left) / box.width) * this.width);
  }

  /** @param {number} x */
  #hoverAt(x) {
    const [from, to] = this.range;
    const part = (x - this.#left) / (this.width - this.#left - RIGHT);
    this.hover = part < 0 || part > 1 ? null : from + part * (to - from);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (step === undefined) return;
    e.preventDefault();
    this.#hoverAt(this.#x(this.hover ?? this.range[1] - HOUR / 12) + step * 4);
  }
}
customElements.define('wl-chart', Chart);
