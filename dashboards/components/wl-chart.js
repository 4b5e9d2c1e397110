// @ts-check
import { html, nothing, svg } from 'lit';
import { clocks, number, t } from './i18n/index.js';
import { TimeChart } from './time-chart.js';
import { bucketAt, hourly, stretches } from './trends.js';

/** @typedef {import('./types.js').Trend} Trend */
/** @typedef {{label:string, trend:Trend, form:'line'|'steps'|'lane'}} Series */
/** @typedef {{at:number, priority:number, label:string}} Mark */

const LANE = 26;
const HOUR = 3600000;
const MINUTE = 60000;
/** How far the arrow keys look, in pixels. */
const STRIDE = 4;
/** Times on the axis are so many minutes apart, and at least so many pixels. */
const STEPS = [10, 30, 60, 180, 360, 720];
const LABEL = 52;

/** Curves over time, or lanes for what is yes or no, with the limit in the chart, gaps as gaps and alarms on the axis. */
export class Chart extends TimeChart {
  static properties = {
    ...TimeChart.properties,
    caption: { attribute: false },
    unit: { attribute: false },
    decimals: { attribute: false },
    series: { attribute: false },
    limit: { attribute: false },
    bounds: { attribute: false },
    marks: { attribute: false },
  };

  constructor() {
    super();
    this.caption = '';
    this.unit = '';
    this.decimals = 0;
    /** @type {Series[]} */ this.series = [];
    /** @type {number|null} */ this.limit = null;
    /** @type {[number, number]} the least and greatest value that the axis shows at least */ this.bounds = [0, 1];
    /** @type {Mark[]} */ this.marks = [];
  }

  get #lanes() {
    return this.series.every((s) => s.form === 'lane');
  }

  get left() {
    return this.#lanes ? Math.min(170, this.width * 0.43) : super.left;
  }

  get base() {
    return this.#lanes ? this.top + this.series.length * LANE : super.base;
  }

  render() {
    const empty = this.series.every((s) => s.trend.buckets.length === 0);
    return this.panel(this.caption, this.unit, this.hover === null ? this.#legend() : this.#readout(this.hover), !empty,
      empty ? html`<p class="none">${t('room.no.data')}</p>` : this.table ? this.#tables() : this.#drawing());
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
    const [from, to] = this.range;
    const hours = this.#hours(from, to);
    return this.drawing(this.caption, svg`
      ${this.#lanes ? this.#laneRows() : this.#curves()}
      ${this.lines(hours)}${this.labels(hours, (at) => clocks().minute(at))}
      ${this.marks.filter((m) => m.at >= from && m.at <= to).map((m) => svg`<g class="mark p${m.priority}"><title>${m.label}</title><path d="M${this.x(m.at)} ${this.top}V${this.base}"/><path class="flag" d="M${this.x(m.at)} ${this.base - 1}l6 10h-12Z"/></g>`)}
      ${this.hover === null ? nothing : svg`<path class="cursor" d="M${this.x(this.hover)} ${this.top}V${this.base}"/>`}`);
  }

  /** The times to name, as many as there is space for. @param {number} from @param {number} to */
  #hours(from, to) {
    const plot = this.right - this.left;
    const step = STEPS.find((m) => (plot * m * MINUTE) / (to - from) >= LABEL) ?? STEPS[STEPS.length - 1];
    return clocks().every(step, from, to);
  }

  #curves() {
    const { top, base } = this;
    const [low, high] = this.#span();
    /** @param {number} v */
    const y = (v) => base - ((v - low) / (high - low || 1)) * (base - top);
    const limit = this.limit;
    return svg`
      ${this.values(low, high, y)}
      ${this.series[0] ? this.gaps(this.series[0].trend, top, base - top) : nothing}
      ${limit === null ? nothing : svg`<path class="limit" d="M${this.left} ${y(limit)}H${this.right}"/><text class="tick" x=${this.right - 8} y=${y(limit) - 6} text-anchor="end">${t('chart.limit')}</text>`}
      ${this.series.map((s) => this.#curve(s, y))}`;
  }

  /** @param {Series} s @param {(v: number) => number} y */
  #curve(s, y) {
    const w = s.trend.width * 1000;
    return stretches(s.trend).map((bs) => {
      if (s.form === 'steps') return svg`<path class="steps" d=${bs.map((b, i) => `${i ? 'L' : 'M'}${this.x(b[0])} ${y(b[4])}H${this.x(b[0] + w)}`).join('')}/>`;
      const middle = (/** @type {number} */ start) => this.x(start + w / 2);
      const band = `${bs.map((b, i) => `${i ? 'L' : 'M'}${middle(b[0])} ${y(b[3])}`).join('')}${[...bs].reverse().map((b) => `L${middle(b[0])} ${y(b[1])}`).join('')}Z`;
      return svg`<path class="band" d=${band}/><path class="curve" d=${bs.map((b, i) => `${i ? 'L' : 'M'}${middle(b[0])} ${y(b[2])}`).join('')}/>`;
    });
  }

  #laneRows() {
    return this.series.map((s, i) => {
      const y = this.top + i * LANE;
      const w = s.trend.width * 1000;
      return svg`<text class="lane-name" x="0" y=${y + 17}>${s.label}</text>
        <rect class="lane" x=${this.left} y=${y + 3} width=${this.right - this.left} height=${LANE - 8}/>
        ${this.gaps(s.trend, y + 3, LANE - 8)}
        ${s.trend.buckets.filter((b) => b[3] > 0).map((b) => {
          // What was true for a part of the bucket is drawn lower, but never so low that it vanishes.
          const part = (LANE - 8) * Math.max(0.35, Math.min(1, b[2]));
          return svg`<rect class="lane-on" x=${this.x(b[0])} y=${y + LANE - 5 - part} width=${this.x(b[0] + w) - this.x(b[0]) + 0.4} height=${part}/>`;
        })}`;
    });
  }

  #tables() {
    return html`<div class="scroll">${this.series.map((s) => (s.form === 'lane' ? this.#shares(s) : html`<table><caption>${s.label}</caption>
      <thead><tr><th>${t('room.col.time')}</th><th>${t('room.col.low')}</th><th>${t('room.col.mean')}</th><th>${t('room.col.high')}</th></tr></thead>
      <tbody>${hourly(s.trend).map((h) => html`<tr><td>${clocks().minute(h.hour)}</td>${[h.low, h.mean, h.high].map((v) => html`<td>${number(v, this.decimals)}</td>`)}</tr>`)}</tbody></table>`))}</div>`;
  }

  /** How much of each hour it was so. @param {Series} s */
  #shares(s) {
    return html`<table><caption>${s.label}</caption><thead><tr><th>${t('room.col.time')}</th><th>${t('room.col.share')}</th></tr></thead>
      <tbody>${hourly(s.trend).map((h) => html`<tr><td>${clocks().minute(h.hour)}</td><td>${number(h.mean * 100, 0)} %</td></tr>`)}</tbody></table>`;
  }

  /** @param {-1|1} direction */
  step(direction) {
    this.look(this.at(this.x(this.hover ?? this.range[1] - HOUR / 12) + direction * STRIDE));
  }
}
customElements.define('wl-chart', Chart);
