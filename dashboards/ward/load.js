// @ts-check
import { html, nothing, svg } from 'lit';
import { alarmTitle, clocks, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { sign } from '../components/symbols.js';
import { toMs } from '../components/time.js';
import { top } from './figures.js';
import { alarmLine } from './handover.js';
import { Section } from './section.js';
import { placeName, time } from './words.js';

/** @typedef {import('../components/types.js').Load} Load */

/** From how many alarms in 10 min it is a flood: nobody can answer them one by one. */
const FLOOD = 10;
const WIDE = 864;
const HIGH = 120;

/** How many alarms people get. @extends {Section<Load>} */
class LoadSection extends Section {
  path() {
    return `/load?ward=${encodeURIComponent(this.ward)}`;
  }

  /** @param {Load} f */
  page(f) {
    const all = f.slots.reduce((n, s) => n + s.raised, 0);
    return html`<p class="lead ${f.flood ? 'flooded' : ''}">${f.flood ? sign(4) : nothing}${t(f.flood ? 'load.flood' : 'load.lead', { n: all })}</p>
      <figure class="panel load"><figcaption><h2>${t('load.chart')}<span class="hint">${t('load.flood.line', { n: FLOOD })}</span></h2></figcaption>${this.#bars(f)}</figure>
      <div class="sheet">
        <section class="panel"><h2>${t('load.top')}</h2>${f.topRooms.length === 0 ? html`<p class="nothing">${t('room.alarms.none')}</p>` : html`<table><thead><tr><th>${t('load.room')}</th><th>${t('load.alarms')}</th></tr></thead>
          <tbody>${f.topRooms.map((r) => html`<tr><td>${model.rooms.has(r.room) ? html`<a href="/room/?id=${encodeURIComponent(r.room)}">${r.room}</a>` : r.room || t('load.no.room')}</td><td>${r.raised}</td></tr>`)}</tbody></table>`}</section>
        <section class="panel"><h2>${t('load.stale')}</h2>${f.stale.length === 0 ? html`<p class="nothing">${t('room.alarms.none')}</p>` : html`<ul class="lines">${f.stale.map(alarmLine)}</ul>`}</section>
        <section class="panel"><h2>${t('load.chatter')}</h2>${f.chattering.length === 0 ? html`<p class="nothing">${t('room.alarms.none')}</p>` : html`<ul class="lines">${f.chattering.map((c) => html`<li class="line"><div><b>${placeName(c.space)} ${alarmTitle(c.kind)}</b><span>${t('card.since', { time: time(c.since) })}</span></div></li>`)}</ul>`}</section>
      </div>`;
  }

  /** @param {Load} f */
  #bars(f) {
    const most = top(f.slots, FLOOD);
    const step = WIDE / f.slots.length;
    const y = (/** @type {number} */ n) => HIGH - (n / most) * (HIGH - 8);
    const peak = f.slots.reduce((a, b) => (b.raised > a.raised ? b : a), f.slots[0]);
    const words = t('load.peak', { n: peak.raised, time: time(peak.from) });
    return html`<div class="load-scale"><svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" role="img" aria-label=${words}>
        <path class="flood-line" d="M0 ${y(FLOOD)}H${WIDE}"/><path class="base-line" d="M0 ${HIGH}H${WIDE}"/>
        ${f.slots.map((s, i) => (s.raised === 0 ? nothing : svg`<rect class=${s.raised >= FLOOD ? 'flood' : ''} x=${i * step} y=${y(s.raised)} width=${step - 1} height=${HIGH - y(s.raised)}><title>${time(s.from)}: ${s.raised}</title></rect>`))}
      </svg></div>
      <p class="load-times">${[0, 36, 72, 108].map((i) => html`<span>${clocks().minute(toMs(f.slots[i]?.from))}</span>`)}<span>${clocks().minute(toMs(f.at))}</span></p>
      <p class="hint">${words}</p>`;
  }
}
customElements.define('wl-load', LoadSection);
