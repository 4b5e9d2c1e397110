// @ts-check
import { html, nothing } from 'lit';
import { PageElement } from '../components/element.js';
import { t } from '../components/i18n/index.js';
import { live, model, start, view } from '../components/screen.js';
import { tabsOf } from '../components/ward-tabs.js';
import '../components/wl-top-bar.js';
import './coverage.js';
import './handover.js';
import './held.js';
import './load.js';
import './terminals.js';
import './walk.js';

/** How does this ward stand? */
class WardPage extends PageElement {
  static properties = { ward: { state: true } };

  constructor() {
    super();
    this.ward = new URLSearchParams(location.search).get('id') ?? view.ward;
  }

  connectedCallback() {
    super.connectedCallback();
    const follow = () => this.requestUpdate();
    addEventListener('hashchange', follow);
    this.until(model.watch((c) => (c.all || c.state) && this.requestUpdate()), () => removeEventListener('hashchange', follow));
    this.follow(live, 'change');
  }

  get tabs() {
    return tabsOf(model.user?.role ?? '');
  }

  get tab() {
    return this.tabs.find((x) => `#${x}` === location.hash) ?? this.tabs[0];
  }

  render() {
    const ward = model.wards.find((w) => w.id === this.ward) ?? model.wards[0];
    document.title = `${ward?.name ?? t('top.ward')} · ${t(`ward.tab.${this.tab}`)}`;
    return html`<wl-top-bar back></wl-top-bar>
      <main class="ward-page">
        <div class="ward-head">
          <h1 class=${model.wards.length < 2 ? '' : 'hidden'}>${ward?.name ?? ''}</h1>
          ${model.wards.length < 2 ? nothing : html`<select class="pill" aria-label=${t('top.ward')} @change=${this.#choose}>${model.wards.map((w) => html`<option value=${w.id} ?selected=${w === ward}>${w.name}</option>`)}</select>`}
          <nav aria-label=${t('ward.tabs')}>${this.tabs.map((x) => html`<a class="button" href="#${x}" aria-current=${x === this.tab ? 'page' : 'false'}>${t(`ward.tab.${x}`)}</a>`)}</nav>
        </div>
        ${ward ? this.#section(ward.id) : html`<div class="skeleton"></div>`}
      </main>`;
  }

  /** @param {string} ward */
  #section(ward) {
    switch (this.tab) {
      case 'held':
        return html`<wl-held .ward=${ward}></wl-held>`;
      case 'walk':
        return html`<wl-walk .ward=${ward}></wl-walk>`;
      case 'handover':
        return html`<wl-handover .ward=${ward}></wl-handover>`;
      case 'load':
        return html`<wl-load .ward=${ward}></wl-load>`;
      case 'terminals':
        return html`<wl-terminals .ward=${ward}></wl-terminals>`;
      default:
        return html`<wl-coverage .ward=${ward}></wl-coverage>`;
    }
  }

  /** @param {Event} e */
  #choose(e) {
    this.ward = /** @type {HTMLSelectElement} */ (e.target).value;
    history.replaceState(null, '', `?id=${encodeURIComponent(this.ward)}${location.hash}`);
  }
}
customElements.define('wl-ward', WardPage);
await start();
document.querySelector('body')?.prepend(new WardPage());
