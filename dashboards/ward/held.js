// @ts-check
import { html, nothing } from 'lit';
import { reasonWords, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { stopwatch, toMs } from '../components/time.js';
import { Section } from './section.js';
import { heldWords, time } from './words.js';

/** @typedef {import('../components/types.js').Shelving} Shelving */

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

/** What is held back. @extends {Section<{shelvings: Shelving[]}>} */
class HeldSection extends Section {
  path() {
    return '/shelvings';
  }

  /** @param {{shelvings: Shelving[]}} data */
  page(data) {
    const held = ofWard(data.shelvings, this.ward);
    if (held.length === 0) return html`<p class="panel nothing">${t('held.none')}</p>`;
    const may = ['NURSE', 'ENGINEER'].includes(model.user?.role.toUpperCase() ?? '');
    return html`<div class="rows">${held.map((s) => shelvingRow(s, may ? html`<button ?disabled=${this.off} @click=${() => void this.act(`/shelvings/${encodeURIComponent(s.id)}/end`)}>${t('held.end')}</button>` : nothing))}</div>`;
  }
}
customElements.define('wl-held', HeldSection);
