// @ts-check
import { html, nothing, svg } from 'lit';
import { PageElement } from './element.js';
import { number, t } from './i18n/index.js';
import { gaps, ticks } from './trends.js';

const RIGHT = 12;
/** For the words below the field. */
const AXIS = 34;
/** What a panel keeps for its edges, in pixels. */
const EDGES = 30;
const NARROWEST = 240;
/** Drawings so far: each has a hatching of its own to refer to. */
let drawings = 0;

/**
 * What drawings over time share: where an instant lies, lines and labels of times and values, hatching where nothing was recorded,
 * pointer and arrow keys, and the same data as a table at a touch. Own SVG: no maintained chart library resolves as a WebJar.
 */
export class TimeChart extends PageElement {
  static properties = { range: { attribute: false }, width: { state: true }, hover: { state: true }, table: { state: true } };

  #hatching = `gap-${++drawings}`;

  constructor() {
    super();
    /** @type {[number, number]} from, to */ this.range = [0, 1];
    this.width = 600;
    /** @type {number|null} the instant that is looked at */ this.hover = null;
    this.table = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const observer = new ResizeObserver(() => (this.width = Math.max(NARROWEST, this.clientWidth - EDGES)));
    observer.observe(this);
    this.until(() => observer.disconnect());
  }

  /** Where the field begins, its top and its base. */
  get left() {
    return 46;
  }

  get top() {
    return 10;
  }

  get base() {
    return 160;
  }

  get right() {
    return this.width - RIGHT;
  }

  /** @param {number} at */
  x(at) {
    const [from, to] = this.range;
    return this.left + ((at - from) / (to - from)) * (this.right - this.left);
  }

  /** The instant at an x; null beside the field. @param {number} x */
  at(x) {
    const [from, to] = this.range;
    const part = (x - this.left) / (this.right - this.left);
    return part < 0 || part > 1 ? null : from + part * (to - from);
  }

  /** Looks at this instant, or at nothing. @param {number|null} at */
  look(at) {
    this.hover = at;
  }

  /** Looks further, to the left or to the right. @param {-1|1} _direction */
  step(_direction) {}

  /** The panel around. @param {unknown} caption @param {string} unit @param {unknown} readout @param {boolean} tabular whether there is a table @param {unknown} content */
  panel(caption, unit, readout, tabular, content) {
    return html`<figure class="panel chart">
      <figcaption><h2><span>${caption}${unit ? html` <span class="unit">${unit}</span>` : nothing}</span>
        <span class="readout">${readout}</span>
        ${tabular ? html`<button class="quiet" @click=${() => (this.table = !this.table)}>${t(this.table ? 'room.chart' : 'room.table')}</button>` : nothing}</h2></figcaption>
      ${content}
    </figure>`;
  }

  /** The drawing itself. @param {string} label @param {unknown} content */
  drawing(label, content) {
    const height = this.base + AXIS;
    return html`<svg class="drawing" viewBox="0 0 ${this.width} ${height}" width=${this.width} height=${height} tabindex="0" role="img" aria-label=${label}
      @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => this.look(null)} @keydown=${this.#key}>
      <defs><pattern id=${this.#hatching} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="8" class="gap-line"/></pattern></defs>
      ${content}
    </svg>`;
  }

  /** Where a trend knows nothing. @param {import('./types.js').Trend} trend @param {number} y @param {number} height @param {number} [to] */
  gaps(trend, y, height, to = this.range[1]) {
    return gaps(trend, this.range[0], to).map(([a, b]) => svg`<rect class="gap" x=${this.x(a)} y=${y} width=${Math.max(0, this.x(b) - this.x(a))} height=${height} fill="url(#${this.#hatching})"/>`);
  }

  /** Lines at these instants. @param {number[]} times */
  lines(times) {
    return times.map((at) => svg`<path class="gridline" d="M${this.x(at)} ${this.top}V${this.base}"/>`);
  }

  /** Words below, where they lie within the field. @param {number[]} times @param {(at: number) => string} words */
  labels(times, words) {
    return times.filter((at) => this.x(at) > this.left + 14 && this.x(at) < this.right - 8).map((at) => svg`<text class="tick" x=${this.x(at)} y=${this.base + 26} text-anchor="middle">${words(at)}</text>`);
  }

  /** Round values at the side. @param {number} low @param {number} high @param {(value: number) => number} y */
  values(low, high, y) {
    return ticks(low, high, 4).map((v) => svg`<path class="gridline" d="M${this.left} ${y(v)}H${this.right}"/><text class="tick" x=${this.left - 8} y=${y(v) + 4} text-anchor="end">${number(v, v % 1 === 0 ? 0 : 1)}</text>`);
  }

  /** @param {PointerEvent} e */
  #point(e) {
    const box = /** @type {Element} */ (e.currentTarget).getBoundingClientRect();
    this.look(this.at(((e.clientX - box.left) / box.width) * this.width));
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (direction === undefined) return;
    e.preventDefault();
    this.step(/** @type {-1|1} */ (direction));
  }
}
