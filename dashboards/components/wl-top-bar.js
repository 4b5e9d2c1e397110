// @ts-check
import { html, nothing } from 'lit';
import { post, toLogin } from './api.js';
import { duty, groupName } from './duty.js';
import { PageElement } from './element.js';
import { chooseLanguage, clocks, currentLanguage, LANGUAGES, problemWords, t } from './i18n/index.js';
import { chooseWard, live, mayAct, model, refreshTheme, shownWards, sound, view } from './screen.js';
import { picture } from './symbols.js';
import { chooseTheme, chosenTheme } from './theme.js';
import { everySecond } from './ticker.js';

/** Facility, ward, who is logged in, sound, connection and the time. And what is wrong with any of them. */
export class TopBar extends PageElement {
  static properties = { back: { type: Boolean }, problem: { state: true } };

  constructor() {
    super();
    /** Whether the ward choice gives way to a way back to the station. */
    this.back = false;
    /** Why going on or off duty was refused. */
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(everySecond(() => this.requestUpdate()), model.watch((c) => c.state && this.requestUpdate()));
    this.follow(live, 'change');
    this.follow(sound, 'change');
    this.follow(duty, 'change');
    const closeMenu = (/** @type {Event} */ e) => {
      for (const menu of this.querySelectorAll('details')) {
        if (menu.open && !(e.target instanceof Node && menu.contains(e.target))) menu.open = false;
      }
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
        ${this.#duty()}
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

  /** Who is on duty in the wards on this screen; a nurse goes on and off duty here. */
  #duty() {
    const mine = duty.mine();
    const boards = shownWards().flatMap((w) => duty.boards.get(w.id) ?? []);
    if (boards.every((b) => b.groups.length === 0)) return nothing;
    const pill = mine.length > 0 ? html`<span class="wide-only">${t('duty.on')}</span><b>${mine.map(groupName).join(', ')}</b>` : html`<span>${t(mayAct() ? 'duty.off' : 'duty.title')}</span>`;
    return html`<details class="menu duty">
      <summary class="pill">${picture('staff')}${pill}<span aria-hidden="true">▾</span></summary>
      <div class="menu-panel">
        ${boards.map((b) => this.#board(b))}
        ${this.problem ? html`<p class="menu-problem" role="alert">${this.problem}</p>` : nothing}
        <a class="button" href="/ward/#handover">${t('duty.handover')}</a>
      </div></details>`;
  }

  /** @param {import('./types.js').DutyBoard} b */
  #board(b) {
    const me = model.user?.name;
    const mine = b.onDuty.find((d) => d.user === me)?.group;
    /** @param {string} group */
    const people = (group) => b.onDuty.filter((d) => d.group === group).map((d) => d.userName).join(', ');
    const off = live.state !== 'live';
    return html`<fieldset class="duty-board"><legend>${groupName(b.ward)}${b.shift ? ` · ${t('duty.shift', { shift: groupName(b.shift) })}` : ''}</legend>
      ${b.groups.map((g) => {
        const who = people(g) || t('duty.nobody');
        return mayAct()
          ? html`<button aria-pressed=${g === mine} ?disabled=${off} @click=${() => this.#change(() => duty.begin(b.ward, g))}><b>${groupName(g)}</b><span>${who}</span></button>`
          : html`<p class="duty-group"><b>${groupName(g)}</b><span>${who}</span></p>`;
      })}
      ${mine ? html`<button ?disabled=${off} @click=${() => this.#change(() => duty.end(b.ward))}>${t('duty.end')}</button>` : nothing}
    </fieldset>`;
  }

  /** @param {() => Promise<void>} change */
  async #change(change) {
    try {
      this.problem = '';
      await change();
    } catch (e) {
      this.problem = problemWords(e);
    }
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
