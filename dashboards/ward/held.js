// @ts-check
import { html, nothing } from 'lit';
import { alarmTitle, clocks, reasonWords, ruleKinds, span, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { stopwatch, toMs } from '../components/time.js';
import { Section } from './section.js';
import { heldWords, time } from './words.js';

/** @typedef {import('../components/types.js').Shelving} Shelving */

/** The reasons offered; the desk keeps the key, so that each reader reads it in their language. */
const REASONS = ['with.resident', 'round', 'known', 'being.mended'];
const OTHER = 'other';
/** In minutes; the desk takes 5 minutes to 12 hours. */
const LENGTHS = [15, 30, 60, 120, 240, 480, 720];
const USUAL_LENGTH = 60;
const LONGEST_REASON = 500;
/** What concerns no ward. */
const WHOLE_HOUSE = 'facility';

/** What concerns this ward or the whole house. @param {Shelving[]} shelvings @param {string} ward */
export const ofWard = (shelvings, ward) => shelvings.filter((s) => s.ward === ward || !model.wards.some((w) => w.id === s.ward));

/** What is held back, on whose word, why and until when. @param {Shelving} s @param {unknown} action */
export function shelvingRow(s, action) {
  return html`<article class="panel held">
    <h3>${heldWords(s)}</h3>
    <p>${t('held.by', { name: s.byName || s.by, time: time(s.from) })} · ${reasonWords('hold', s.reason)}</p>
    <p class="until"><b>${t('held.until', { time: time(s.until) })}</b><span>${t('held.left', { left: stopwatch(toMs(s.until) - model.now()) })}</span></p>
    ${action}
  </article>`;
}

/** What is held back, and holding back what is not there yet. @extends {Section<{shelvings: Shelving[]}>} */
class HeldSection extends Section {
  static properties = { ...Section.properties, other: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, boolean>} forms whose reason is in own words */ this.other = {};
  }

  path() {
    return '/shelvings';
  }

  /** @param {{shelvings: Shelving[]}} data */
  page(data) {
    const held = ofWard(data.shelvings, this.ward);
    const may = ['NURSE', 'ENGINEER'].includes(model.user?.role.toUpperCase() ?? '');
    const end = (/** @type {Shelving} */ s) => html`<button ?disabled=${this.off} @click=${() => void this.act(`/shelvings/${encodeURIComponent(s.id)}/end`)}>${t('held.end')}</button>`;
    return html`${held.length === 0 ? html`<p class="panel nothing">${t('held.none')}</p>` : html`<div class="rows">${held.map((s) => shelvingRow(s, may ? end(s) : nothing))}</div>`}
      ${may ? html`<div class="rows">${this.#bypass()}${this.#maintenance()}</div>` : nothing}`;
  }

  #rooms() {
    return model.wards.find((w) => w.id === this.ward)?.rooms ?? [];
  }

  #bypass() {
    const kinds = ruleKinds().sort((a, b) => alarmTitle(a).localeCompare(alarmTitle(b)));
    return html`<form class="panel form" name="bypass" @submit=${this.#begin}>
      <h2>${t('held.bypass')}</h2>
      <p>${t('held.bypass.how')}</p>
      <label>${t('held.kind')}<select name="kind" required><option value=""></option>${kinds.map((k) => html`<option value=${k}>${alarmTitle(k)}</option>`)}</select></label>
      <label>${t('walk.where')}<select name="place" required><option value=""></option>${this.#rooms().map((r) => html`<option value=${r.id}>${r.id}</option>`)}</select></label>
      ${this.#why('bypass')}
      <button class="go" ?disabled=${this.off}>${t('held.begin')}</button>
    </form>`;
  }

  #maintenance() {
    const rooms = this.#rooms();
    const devices = rooms.flatMap((r) => model.devicesOf(r.id));
    /** @param {string} label @param {{id: string}[]} items @param {string} ward */
    const group = (label, items, ward) => items.length === 0 ? nothing : html`<optgroup label=${label}>${items.map((x) => html`<option value=${`${ward} ${x.id}`}>${x.id}</option>`)}</optgroup>`;
    return html`<form class="panel form" name="maintenance" @submit=${this.#begin}>
      <h2>${t('held.mend')}</h2>
      <p>${t('held.mend.how')}</p>
      <label>${t('held.subject')}<select name="subject" required><option value=""></option>
        ${group(t('held.rooms'), rooms, this.ward)}${group(t('room.devices'), devices, this.ward)}${group(t('held.connections'), [...model.links.values()], WHOLE_HOUSE)}</select></label>
      ${this.#why('maintenance')}
      <button class="go" ?disabled=${this.off}>${t('held.mend.begin')}</button>
    </form>`;
  }

  /** Why, and until when. @param {string} form */
  #why(form) {
    const now = model.now();
    return html`<label>${t('held.why')}<select name="why" required @change=${(/** @type {Event} */ e) => (this.other = { ...this.other, [form]: /** @type {HTMLSelectElement} */ (e.target).value === OTHER })}>
        <option value=""></option>${REASONS.map((r) => html`<option value=${r}>${t(`hold.${r}`)}</option>`)}<option value=${OTHER}>${t('held.why.other')}</option></select></label>
      ${this.other[form] ? html`<label>${t('held.why.words')}<input name="words" required maxlength=${LONGEST_REASON} pattern=".*\\S.*"></label><p class="hint">${t('handover.no.names')}</p>` : nothing}
      <label>${t('held.long')}<select name="minutes">${LENGTHS.map((m) => html`<option value=${m} ?selected=${m === USUAL_LENGTH}>${span(m * 60000)} · ${t('held.until', { time: clocks().since(now + m * 60000, now) })}</option>`)}</select></label>`;
  }

  /** @param {SubmitEvent} e */
  async #begin(e) {
    e.preventDefault();
    const form = /** @type {HTMLFormElement} */ (e.target);
    const said = new FormData(form);
    const field = (/** @type {string} */ name) => String(said.get(name) ?? '');
    const why = { reason: field('why') === OTHER ? field('words') : field('why'), minutes: Number(field('minutes')) };
    const [ward, ...subject] = field('subject').split(' ');
    const done = form.name === 'bypass'
      ? await this.act('/shelvings/bypass', { ward: this.ward, kind: field('kind'), place: field('place'), ...why })
      : await this.act('/shelvings/maintenance', { ward, subject: subject.join(' '), ...why });
    if (!done) return;
    form.reset();
    this.other = { ...this.other, [form.name]: false };
  }
}
customElements.define('wl-held', HeldSection);
