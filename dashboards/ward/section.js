// @ts-check
import { html, nothing } from 'lit';
import { get, post } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { problemWords, t } from '../components/i18n/index.js';
import { live, model } from '../components/screen.js';
import { everySecond } from '../components/ticker.js';

const EVERY_MS = 10000;
/** After an alarm has changed, so that many changes ask once. */
const SOON_MS = 400;

/**
 * One part of the ward's page: asks for its data every 10 s and whenever an alarm changed.
 * @template T
 */
export class Section extends PageElement {
  static properties = { ward: { type: String }, data: { state: true }, problem: { state: true }, busy: { state: true } };
  #nextAt = 0;

  constructor() {
    super();
    this.ward = '';
    /** @type {T|null} */ this.data = null;
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#nextAt = 0;
    this.until(
      model.watch((c) => {
        if (c.alarms || c.all) this.#nextAt = Math.min(this.#nextAt, performance.now() + SOON_MS);
      }),
      everySecond(() => {
        if (performance.now() >= this.#nextAt) void this.load();
        this.requestUpdate();
      }),
    );
    this.follow(live, 'change');
  }

  /** Another ward's data must never stand under this one's name. @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('ward')) {
      this.data = null;
      void this.load();
    }
  }

  /** Where its data is. @returns {string} */
  path() {
    throw new Error('a section says its path');
  }

  async load() {
    const path = this.path();
    this.#nextAt = performance.now() + EVERY_MS;
    try {
      const data = await get(path);
      if (path !== this.path()) return;
      this.data = data;
      if (!this.busy) this.problem = '';
    } catch (e) {
      this.problem = problemWords(e);
    }
  }

  /** Asks the server for something; true if it was done. @param {string} path @param {object} [body] */
  async act(path, body) {
    this.busy = true;
    this.problem = '';
    try {
      await post(path, body);
      await this.load();
      return true;
    } catch (e) {
      this.problem = problemWords(e);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Whether nothing can be asked of the server now. */
  get off() {
    return this.busy || live.state !== 'live';
  }

  render() {
    return html`${this.problem ? html`<p class="panel problem" role="alert">${this.problem}</p>` : nothing}
      ${this.data === null ? html`<div class="skeleton" aria-label=${t('room.loading')}></div>` : this.page(this.data)}`;
  }

  /** @param {T} _data @returns {unknown} */
  page(_data) {
    return nothing;
  }
}
