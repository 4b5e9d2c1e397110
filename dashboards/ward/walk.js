// @ts-check
import { html, nothing } from 'lit';
import { kindName, span, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { stopwatch, toMs } from '../components/time.js';
import { bar } from '../components/wl-room-tile.js';
import { byRoom, progress, result } from './figures.js';
import { Section } from './section.js';
import { time } from './words.js';

/** @typedef {import('../components/types.js').WalkTest} WalkTest */

const MINUTES = [30, 60, 120];
const TICKS = { 'not.pressed': '', 'not.shown': '!', shown: '✓' };

/** Pressing every call point once. @extends {Section<{tests: WalkTest[]}>} */
class WalkSection extends Section {
  path() {
    return '/walk-tests';
  }

  /** @param {{tests: WalkTest[]}} data */
  page({ tests }) {
    const mine = tests.filter((x) => x.ward === this.ward);
    const running = mine.filter((x) => x.ended === null);
    const past = mine.filter((x) => x.ended !== null);
    return html`${running.map((x) => this.#running(x))}
      ${this.#may() ? this.#start() : nothing}
      ${mine.length === 0 && !this.#may() ? html`<p class="panel nothing">${t('walk.none')}</p>` : nothing}
      ${past.length === 0 ? nothing : html`<section class="panel"><h2>${t('walk.past')}</h2>${past.map((x) => this.#past(x))}</section>`}`;
  }

  #may() {
    return ['NURSE', 'ENGINEER'].includes(model.user?.role.toUpperCase() ?? '');
  }

  #start() {
    const rooms = model.wards.find((w) => w.id === this.ward)?.rooms ?? [];
    return html`<form class="panel form" @submit=${this.#begin}>
      <h2>${t('walk.start')}</h2>
      <p>${t('walk.how')}</p>
      <label>${t('walk.where')}<select name="room"><option value="">${t('walk.whole.ward')}</option>${rooms.map((r) => html`<option value=${r.id}>${r.id}</option>`)}</select></label>
      <label>${t('walk.minutes')}<select name="minutes">${MINUTES.map((m) => html`<option value=${m} ?selected=${m === 60}>${span(m * 60000)}</option>`)}</select></label>
      <button class="go" ?disabled=${this.off}>${t('walk.begin')}</button>
    </form>`;
  }

  /** @param {SubmitEvent} e */
  #begin(e) {
    e.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (e.target));
    void this.act('/walk-tests', { ward: this.ward, room: form.get('room'), minutes: Number(form.get('minutes')) });
  }

  /** @param {WalkTest} x */
  #running(x) {
    const p = progress(x.lines);
    return html`<section class="panel test"><h2>${this.#where(x)}<span>${t('held.left', { left: stopwatch(toMs(x.until) - model.now()) })}</span></h2>
      <p>${t('walk.by', { name: x.byName || x.by, time: time(x.from) })}</p>
      <p class="lead">${t('walk.progress', { n: p.shown, of: p.of })}</p>
      ${bar(p.of === 0 ? 1 : p.shown / p.of, false)}
      ${this.#lines(x)}
      ${this.#may() ? html`<button ?disabled=${this.off} @click=${() => void this.act(`/walk-tests/${encodeURIComponent(x.id)}/end`)}>${t('walk.end')}</button>` : nothing}
    </section>`;
  }

  /** @param {WalkTest} x */
  #lines(x) {
    return html`<ul class="ticks">${byRoom(x.lines).map(([room, lines]) => html`<li><b>${room}</b><ul>${lines.map((l) => {
      const r = result(l);
      return html`<li class="tick ${r}"><span class="tick-mark" aria-hidden="true">${TICKS[r]}</span><span>${kindName(l.kind)}</span>
        <span class="tick-word">${t(`walk.${r}${r === 'not.pressed' && x.ended !== null ? '.ended' : ''}`)}</span></li>`;
    })}</ul></li>`)}</ul>`;
  }

  /** @param {WalkTest} x */
  #past(x) {
    const p = progress(x.lines);
    return html`<details class="past-test"><summary><time>${time(x.from)}</time><b>${this.#where(x)}</b><span>${t('walk.progress', { n: p.shown, of: p.of })}</span>
      ${p.missing > 0 ? html`<span class="tag unknown">${t('walk.missing', { n: p.missing })}</span>` : nothing}</summary>
      <p>${t('walk.by', { name: x.byName || x.by, time: time(x.from) })}</p>${this.#lines(x)}</details>`;
  }

  /** @param {WalkTest} x */
  #where(x) {
    return x.room === '' ? t('walk.whole.ward') : t('page.room', { room: x.room });
  }
}
customElements.define('wl-walk', WalkSection);
