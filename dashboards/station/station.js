// @ts-check
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fold, split } from '../components/alarms.js';
import { PageElement } from '../components/element.js';
import { alarmTitle, t } from '../components/i18n/index.js';
import { coverage } from '../components/rooms.js';
import { live, model, shownAlarms, shownWards, start } from '../components/screen.js';
import { Steady } from '../components/steady.js';
import { symbol } from '../components/symbols.js';
import '../components/wl-alarm-card.js';
import '../components/wl-foot-bar.js';
import '../components/wl-room-tile.js';
import '../components/wl-top-bar.js';

/** Who needs somebody now? */
class Station extends PageElement {
  /** @type {Set<string>|null} the alarms of the last rendering; null before the first snapshot */ #known = null;
  /** @type {Set<string>} alarms that came while this page was open: they move once */ #fresh = new Set();
  #announcement = '';
  /** @type {Steady<import('../components/types.js').Alarm>} */ #steady = new Steady(() => this.requestUpdate());

  connectedCallback() {
    super.connectedCallback();
    this.until(model.watch((c) => (c.alarms || c.all) && this.requestUpdate()));
    this.follow(live, 'change');
    this.addEventListener('ward', () => this.requestUpdate());
    const letGo = () => this.#steady.let();
    for (const type of ['pointerup', 'pointercancel']) {
      addEventListener(type, letGo);
      this.until(() => removeEventListener(type, letGo));
    }
  }

  render() {
    const parts = split(shownAlarms());
    const { now } = parts;
    this.#notice(now);
    const [shownNow, shownOnIt, shownHeld] = this.#steady.order([now, parts.onIt, parts.held], (a) => a.id);
    const elsewhere = model.alarms.size - now.length - parts.onIt.length - parts.held.length;
    document.title = now.length > 0 ? `(${now.length}) ${t('page.station')}` : t('page.station');
    return html`<wl-top-bar></wl-top-bar>
      <main class="station">
        <h1 class="hidden">${t('page.station')}</h1>
        <section class="list" aria-label=${t('list.label')} @pointerdown=${() => this.#steady.hold()}>
          ${model.facility ? this.#list({ now: shownNow, onIt: shownOnIt, held: shownHeld }) : html`<div class="skeleton"></div><div class="skeleton"></div>`}
          ${elsewhere > 0 ? html`<p class="elsewhere">${t('list.elsewhere', { n: elsewhere })}</p>` : nothing}
        </section>
        <section class="rooms" aria-label=${t('rooms.label')}>${this.#rooms()}</section>
      </main>
      <wl-foot-bar></wl-foot-bar>
      <p class="hidden" aria-live="assertive">${this.#announcement}</p>`;
  }

  /** Notes which alarms are new on this screen and says them aloud. @param {import('../components/types.js').Alarm[]} now */
  #notice(now) {
    const known = this.#known;
    if (!model.facility) return;
    this.#known = new Set(model.alarms.keys());
    for (const id of this.#fresh) if (!model.alarms.has(id)) this.#fresh.delete(id);
    const fresh = now.filter((a) => !known?.has(a.id));
    if (fresh.length > 0) this.#announcement = fresh.map((a) => `${a.room} ${alarmTitle(a.kind)}`).join('. ');
    if (known) for (const a of fresh) this.#fresh.add(a.id);
  }

  /** @param {ReturnType<typeof split>} parts */
  #list({ now, onIt, held }) {
    /** @param {import('../components/types.js').Alarm} a */
    const card = (a) => html`<wl-alarm-card class=${this.#fresh.has(a.id) ? 'fresh' : ''} .alarm=${a}></wl-alarm-card>`;
    const { first, technical } = fold(now);
    return html`<h2><span>${t('list.now')}</span><span class="count ${now.length > 0 ? 'some' : ''}">${now.length}</span></h2>
      ${now.length === 0 ? this.#nobody() : repeat(first, (a) => a.id, card)}
      ${technical.length === 0 ? nothing : html`<details class="technical">
        <summary>${symbol(5, true)}<b>${t('list.technical', { n: technical.length })}</b><span>${[...new Set(technical.map((a) => a.room || alarmTitle(a.kind)))].join(' · ')}</span></summary>
        ${repeat(technical, (a) => a.id, card)}</details>`}
      ${this.#part('list.on.it', onIt, card)}${this.#part('list.held', held, card)}`;
  }

  /** @param {string} title @param {import('../components/types.js').Alarm[]} alarms @param {(a: import('../components/types.js').Alarm) => unknown} card */
  #part(title, alarms, card) {
    return alarms.length === 0 ? nothing : html`<h2><span>${t(title)}</span><span class="count">${alarms.length}</span></h2>${repeat(alarms, (a) => a.id, card)}`;
  }

  #nobody() {
    const c = coverage(model, shownWards().flatMap((w) => w.rooms));
    return html`<div class="nobody"><b>${t('list.nobody')}</b><span>${t('list.nobody.rooms', { n: c.covered, of: c.of })}</span></div>`;
  }

  #rooms() {
    const wards = shownWards();
    const count = wards.reduce((n, w) => n + w.rooms.length, 0);
    const size = count <= 30 ? 'roomy' : count <= 60 ? 'normal' : 'compact';
    return repeat(
      wards,
      (w) => w.id,
      (w) => html`<section class="ward" style="flex-grow: ${w.rooms.length}">
        <h2><span>${w.name}${w.floor ? ` · ${w.floor}` : ''}</span><span class="ward-info">${t(w.night ? 'ward.night' : 'ward.day')} · ${t('ward.rooms', { n: w.rooms.length })}</span></h2>
        <div class="grid ${size}">${repeat(w.rooms, (r) => r.id, (r) => html`<wl-room-tile .room=${r}></wl-room-tile>`)}</div>
      </section>`,
    );
  }
}
customElements.define('wl-station', Station);
await start();
document.querySelector('body')?.prepend(new Station());
