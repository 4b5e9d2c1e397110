// @ts-check
import { html, nothing } from 'lit';
import { post, toLogin } from './api.js';
import { PageElement } from './element.js';
import { chooseLanguage, clocks, currentLanguage, LANGUAGES, t } from './i18n/index.js';
import { chooseWard, live, model, refreshTheme, sound, view } from './screen.js';
import { picture } from './symbols.js';
import { chooseTheme, chosenTheme } from './theme.js';
import { everySecond } from './ticker.js';

/** Facility, ward, who is logged in, sound, connection and the time. And what is wrong with any of them. */
export class TopBar extends PageElement {
  static properties = { back: { type: Boolean } };

  constructor() {
    super();
    /** Whether the ward choice gives way to a way back to the station. */
    this.back = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(everySecond(() => this.requestUpdate()), model.watch((c) => c.state && this.requestUpdate()));
    this.follow(live, 'change');
    this.follow(sound, 'change');
    const closeMenu = (/** @type {Event} */ e) => {
      const menu = this.querySelector('details');
      if (menu?.open && !(e.target instanceof Node && menu.contains(e.target))) menu.open = false;
    };
    addEventListener('pointerdown', closeMenu);
    this.until(() => removeEventListener('pointerdown', closeMenu));
  }

  render() {
    const c = clocks();
    return html`<header class="top">
        ${this.back ? html`<a class="pill link" href="/station/">${picture('back')}${t('top.back')}</a>` : nothing}
        <b class="top-name">${model.facility?.name ?? 'Wardlight'}</b>
        ${this.back || model.wards.length < 2 ? nothing : this.#wards()}
        <span class="grow"></span>
        ${this.#menu()}
        <button class="pill ${sound.armed ? '' : 'bad'}" title=${t('top.sound.test')} @click=${() => sound.test()}>
          ${picture(sound.armed ? 'sound' : 'silent')}<span class="wide-only">${t(sound.armed ? 'top.sound.on' : 'top.sound.off')}</span></button>
        <span class="pill ${live.state === 'live' ? '' : 'bad'}" role="status"><i class="dot ${live.state}"></i>${t(`top.line.${live.state}`)}</span>
        <time class="top-clock">${c.minute(model.now())}</time>
      </header>
      ${live.state === 'lost' ? this.#lost() : nothing}
      ${model.store.journal === 'failed' ? html`<div class="banner" role="alert">${picture('broken')}<b>${t('banner.journal')}</b><span>${t('banner.journal.do')}</span></div>` : nothing}
      ${sound.armed ? nothing : html`<div class="banner" role="alert">${picture('silent')}<b>${t('banner.sound')}</b><span>${t('banner.sound.why')}</span><button class="go" @click=${() => sound.test()}>${t('banner.sound.do')}</button></div>`}`;
  }

  #lost() {
    const since = Number.isFinite(live.lastFrame) ? t('banner.lost', { time: clocks().second(live.lastFrame + model.offset) }) : t('banner.never');
    return html`<div class="banner lost" role="alert">${picture('broken')}<b>${since}</b><span>${t('banner.lost.do')}</span></div>`;
  }

  #wards() {
    return html`<select class="pill" aria-label=${t('top.ward')} .value=${view.ward} @change=${this.#ward}>
      <option value="" ?selected=${view.ward === ''}>${t('top.all.wards')}</option>
      ${model.wards.map((w) => html`<option value=${w.id} ?selected=${view.ward === w.id}>${w.name}</option>`)}
    </select>`;
  }

  /** @param {Event} e */
  #ward(e) {
    chooseWard(/** @type {HTMLSelectElement} */ (e.target).value);
    refreshTheme();
    this.dispatchEvent(new Event('ward', { bubbles: true }));
  }

  #menu() {
    const themes = /** @type {const} */ (['auto', 'day', 'night']);
    return html`<details class="menu">
      <summary class="pill">${picture('user')}<span class="wide-only">${model.user?.displayName ?? ''}</span></summary>
      <div class="menu-panel">
        <p class="menu-who"><b>${model.user?.displayName ?? ''}</b></p>
        <fieldset><legend>${t('menu.language')}</legend>
          ${Object.keys(LANGUAGES).map((l) => html`<button lang=${l} aria-pressed=${l === currentLanguage()} @click=${() => this.#language(l)}>${LANGUAGES[l]['language.name']}</button>`)}</fieldset>
        <fieldset><legend>${t('menu.theme')}</legend>
          ${themes.map((x) => html`<button aria-pressed=${x === chosenTheme()} @click=${() => this.#theme(x)}>${t(`theme.${x}`)}</button>`)}</fieldset>
        <a class="button" href="/login/?change=1">${t('menu.password')}</a>
        <button @click=${this.#logout}>${t('menu.logout')}</button>
      </div></details>`;
  }

  /** @param {string} tag */
  #language(tag) {
    chooseLanguage(tag);
    location.reload();
  }

  /** @param {'auto'|'day'|'night'} theme */
  #theme(theme) {
    chooseTheme(theme);
    refreshTheme();
    this.requestUpdate();
  }

  async #logout() {
    await post('/logout').catch(() => null);
    toLogin();
  }
}
customElements.define('wl-top-bar', TopBar);
