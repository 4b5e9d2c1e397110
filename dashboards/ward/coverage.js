// @ts-check
import { html, nothing } from 'lit';
import { alarmTitle, t } from '../components/i18n/index.js';
import { sign } from '../components/symbols.js';
import { covered, gapsFirst, protection, reasons } from './figures.js';
import { Section } from './section.js';
import { bedName, gapWords, residentName, time } from './words.js';

/** @typedef {import('../components/types.js').BedCoverage} BedCoverage */

/** Why a bed is not protected: each reason with what it concerns. @param {BedCoverage} bed */
export function bedReasons(bed) {
  const all = bed.watches.length;
  return html`<ul class="gaps">${reasons(bed).map(({ gap, watches }) => html`<li><b>${gapWords(gap)}</b>${gap.since ? html` <span class="since">${t('room.since', { time: time(gap.since) })}</span>` : nothing}
    <span class="concerns">${watches.length === all ? t('coverage.all.watches') : watches.map(alarmTitle).join(' · ')}</span></li>`)}</ul>`;
}

/** Who is protected, and if not, why. @extends {Section<{beds: BedCoverage[]}>} */
class CoverageSection extends Section {
  path() {
    return `/wards/${encodeURIComponent(this.ward)}/coverage`;
  }

  /** @param {{beds: BedCoverage[]}} data */
  page({ beds }) {
    const p = protection(beds);
    return html`<p class="lead ${p.covered < p.of ? 'lacking' : ''}">${p.covered < p.of ? sign(5) : nothing}${t('coverage.lead', { n: p.covered, of: p.of })}</p>
      <div class="beds">${gapsFirst(beds).map((b) => this.#bed(b))}</div>`;
  }

  /** @param {BedCoverage} b */
  #bed(b) {
    const state = b.resident === null ? 'free' : covered(b) ? 'covered' : 'gap';
    return html`<article class="panel bed ${state}">
      <h3><a href="/room/?id=${encodeURIComponent(b.room)}">${b.room}</a><span class="bed-name">${bedName(b.room, b.bed)} ${residentName(b.room, b.bed)}</span>
        ${state === 'gap' ? html`<span class="tag unknown">${sign(5)}${t('tile.unprotected')}</span>` : html`<span class="bed-state">${t(`coverage.${state}`)}</span>`}</h3>
      ${state === 'gap' ? bedReasons(b) : nothing}
      ${state === 'covered' ? html`<p class="watches">${b.watches.map((w) => alarmTitle(w.watch)).join(' · ')}</p>` : nothing}
      ${b.silent.length > 0 ? html`<p class="watches">${t('coverage.silent', { watches: b.silent.map(alarmTitle).join(' · ') })}</p>` : nothing}
    </article>`;
  }
}
customElements.define('wl-coverage', CoverageSection);
