// @ts-check
import { html, nothing } from 'lit';
import { t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { Section } from './section.js';
import { bedName, time } from './words.js';

/** @typedef {import('../bedside/types.js').Terminal} Terminal */

/** The bedside terminals of a ward: which are there, and taking one from its bed. @extends {Section<{terminals: Terminal[]}>} */
class TerminalsSection extends Section {
  static properties = { ...Section.properties, leaving: { state: true } };

  constructor() {
    super();
    /** The terminal that somebody is about to revoke. */ this.leaving = '';
  }

  path() {
    return '/bedside/terminals';
  }

  /** @param {{terminals: Terminal[]}} data */
  page({ terminals }) {
    const rooms = new Set(model.wards.find((w) => w.id === this.ward)?.rooms.map((r) => r.id));
    // Whose bed is gone belongs to no ward: every ward shows it, so that somebody takes it down.
    const mine = terminals.filter((x) => x.room === null || rooms.has(x.room));
    return html`<p>${t(mine.length === 0 ? 'terminals.none' : 'terminals.how')}</p>
      <div class="beds">${mine.map((x) => this.#terminal(x))}</div>`;
  }

  /** @param {Terminal} x */
  #terminal(x) {
    const state = x.room === null ? 'terminals.bed.gone' : x.connected ? 'terminals.there' : 'terminals.away';
    return html`<article class="panel bed ${x.connected ? 'covered' : 'gap'}">
      <h3>${x.room === null ? x.bed : html`<a href="/room/?id=${encodeURIComponent(x.room)}">${x.room}</a>`}<span class="bed-name">${x.room === null ? nothing : bedName(x.room, x.bed)} ${x.name}</span>
        <span class=${x.connected ? 'bed-state' : 'tag unknown'}>${t(state)}</span></h3>
      <p>${t('terminals.by', { name: x.pairedByName, time: time(x.pairedAt) })}</p>
      ${this.leaving === x.id
        ? html`<p>${t('terminals.revoke.sure')}</p><div class="actions"><button class="go" ?disabled=${this.off} @click=${() => void this.#revoke(x)}>${t('terminals.revoke.do')}</button>
            <button class="quiet" @click=${() => (this.leaving = '')}>${t('cancel')}</button></div>`
        : html`<button ?disabled=${this.off} @click=${() => (this.leaving = x.id)}>${t('terminals.revoke')}</button>`}
    </article>`;
  }

  /** @param {Terminal} x */
  async #revoke(x) {
    await this.act(`/bedside/terminals/${encodeURIComponent(x.id)}/revoke`);
    this.leaving = '';
  }
}
customElements.define('wl-terminals', TerminalsSection);
