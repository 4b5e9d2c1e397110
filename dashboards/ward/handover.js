// @ts-check
import { html, nothing } from 'lit';
import { byUrgency } from '../components/alarms.js';
import { alarmTitle, t, why } from '../components/i18n/index.js';
import { mayAct, model } from '../components/screen.js';
import { symbol } from '../components/symbols.js';
import { bedReasons } from './coverage.js';
import { shelvingRow } from './held.js';
import { Section } from './section.js';
import { bedName, residentName, time } from './words.js';

/** @typedef {import('../components/types.js').HandoverSheet} HandoverSheet */

const LONGEST_NOTE = 500;

/** One alarm in one line; a technical one says what it is about. @param {import('../components/types.js').Alarm} a */
export function alarmLine(a) {
  return html`<li class="line p${a.priority}">${symbol(a.priority, false)}<div><b>${model.rooms.has(a.room) ? html`<a href="/room/?id=${encodeURIComponent(a.room)}">${a.room}</a>` : a.room} ${alarmTitle(a.kind)}</b>
    <span>${a.acceptedBy ? t('card.going', { name: a.acceptedByName || a.acceptedBy }) : nothing} ${t('card.since', { time: time(a.raisedAt) })}</span>
    ${a.priority === 5 && why(a.reason) ? html`<span class="why">${why(a.reason)}</span>` : nothing}</div></li>`;
}

/** What the next shift must know, and that it was told. @extends {Section<HandoverSheet>} */
class HandoverSection extends Section {
  path() {
    return `/wards/${encodeURIComponent(this.ward)}/handover`;
  }

  /** @param {HandoverSheet} s */
  page(s) {
    return html`<div class="sheet four">
      <section class="panel"><h2>${t('handover.open')}<span class="count">${s.open.length}</span></h2>
        ${s.open.length === 0 ? html`<p class="nothing">${t('handover.open.none')}</p>` : html`<ul class="lines">${[...s.open].sort(byUrgency).map(alarmLine)}</ul>`}</section>
      <section class="panel"><h2>${t('handover.held')}<span class="count">${s.shelvings.length}</span></h2>
        ${s.shelvings.length === 0 ? html`<p class="nothing">${t('held.none')}</p>` : s.shelvings.map((x) => shelvingRow(x, nothing))}
        ${s.shelved.length === 0 ? nothing : html`<ul class="lines">${s.shelved.map(alarmLine)}</ul>`}</section>
      <section class="panel"><h2>${t('handover.uncovered')}<span class="count">${s.uncovered.length}</span></h2>
        ${s.uncovered.length === 0 ? html`<p class="nothing">${t('handover.uncovered.none')}</p>` : s.uncovered.map((b) => html`<div><h3><a href="/room/?id=${encodeURIComponent(b.room)}">${b.room}</a><span class="bed-name">${bedName(b.room, b.bed)} ${residentName(b.room, b.bed)}</span></h3>${bedReasons(b)}</div>`)}</section>
      <section class="panel">
        <h2>${t('handover.last')}</h2>
        ${s.last === null ? html`<p class="nothing">${t('handover.last.none')}</p>` : this.#last(s.last)}
        ${mayAct() ? this.#form() : nothing}
      </section>
    </div>`;
  }

  /** @param {import('../components/types.js').SignOff} last */
  #last(last) {
    return html`<p class="signed"><b>${t('handover.signed', { name: last.byName || last.by, time: time(last.at) })}</b>
      <span>${t('handover.figures', { open: last.open, held: last.shelved, gaps: last.uncovered })}</span>
      ${last.note ? html`<q>${last.note}</q>` : nothing}</p>`;
  }

  #form() {
    return html`<form class="form" @submit=${this.#sign}>
      <label>${t('handover.note')}<textarea name="note" rows="3" maxlength=${LONGEST_NOTE}></textarea></label>
      <p class="hint">${t('handover.no.names')}</p>
      <button class="go" ?disabled=${this.off}>${t('handover.sign')}</button>
    </form>`;
  }

  /** @param {SubmitEvent} e */
  async #sign(e) {
    e.preventDefault();
    const form = /** @type {HTMLFormElement} */ (e.target);
    if (await this.act(this.path(), { note: new FormData(form).get('note') })) form.reset();
  }
}
customElements.define('wl-handover', HandoverSection);
