// @ts-check
import { html, nothing } from 'lit';
import { get, Refused } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { chooseLanguage, clocks, currentLanguage, LANGUAGES, pickLanguage, setLanguage, t } from '../components/i18n/index.js';
import { browser, LiveClient } from '../components/live.js';
import { showTheme } from '../components/theme.js';
import { everySecond } from '../components/ticker.js';
import './pairing.js';
import { Press } from './press.js';
import { greeting, mayStep, reading, said } from './words.js';

/** @typedef {import('./types.js').Bedside} Bedside */

/** A trembling finger comes down more than once: the second time is no wish of its own. */
const BOUNCE_MS = 350;

/** A browser throws a cookie away that nobody has renewed for long. */
const RENEW_MS = 24 * 3600 * 1000;

/** Help. */
class BedsideTerminal extends PageElement {
  static properties = { bound: { state: true }, bedside: { state: true }, gone: { state: true } };

  #skew = 0;
  /** @type {Map<string, number>} when each button was touched last */ #touched = new Map();
  /** The button under the finger. */ #finger = '';
  #live = new LiveClient((f) => this.#frame(f), 'bedside', browser('/bedside/live'));
  #press = new Press(() => this.requestUpdate(), {
    say: (id) => this.#live.say({ t: 'call', id }),
    id: () => `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`,
    after: (fn, ms) => setTimeout(fn, ms),
    cancel: (timer) => clearTimeout(timer),
  });

  constructor() {
    super();
    /** Whether this browser is a terminal; null until the server has said so. @type {boolean|null} */ this.bound = null;
    /** @type {Bedside|null} */ this.bedside = null;
    /** Whether the facility no longer has the bed. */ this.gone = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#live.addEventListener('change', () => this.#line());
    this.#live.addEventListener('bye', (e) => /** @type {CustomEvent} */ (e).detail === 'session.ended' && this.#unbound());
    const look = () => this.#live.check();
    document.addEventListener('visibilitychange', look);
    const renew = setInterval(() => void this.#ask(), RENEW_MS);
    this.until(everySecond(() => this.requestUpdate()), () => document.removeEventListener('visibilitychange', look), () => clearInterval(renew), () => this.#live.stop());
    void this.#begin();
  }

  /** Keeps asking while the server is away: a tablet may be switched on before it. */
  async #begin() {
    while (!(await this.#ask())) await new Promise((done) => setTimeout(done, 2000));
  }

  /** Asks which terminal this is. False if the server does not answer. */
  async #ask() {
    try {
      await get('/bedside');
      if (this.bound !== true) this.#start();
      return true;
    } catch (e) {
      if (!(e instanceof Refused) || e.status !== 401) return false;
      this.#unbound();
      return true;
    }
  }

  #start() {
    this.bound = true;
    this.#live.start();
  }

  #unbound() {
    this.#live.stop();
    this.bound = false;
    this.bedside = null;
    delete document.documentElement.dataset.line;
  }

  #line() {
    const live = this.#live.state === 'live';
    document.documentElement.dataset.line = this.#live.state;
    this.#press.line(live);
    // A refused connection looks like a lost one: only the server knows the difference.
    if (!live) void this.#ask();
    this.requestUpdate();
  }

  /** @param {any} f */
  #frame(f) {
    if (f.now) this.#skew = Date.parse(f.now) - Date.now();
    if (f.t === 'snapshot') {
      this.gone = false;
      this.#show(f.bedside);
    } else if (f.t === 'gone') this.gone = true;
    else if (f.t === 'heard') this.#press.heard(f.id);
    else if (f.t === 'failed') this.#press.refused(f.id);
  }

  /** @param {Bedside} bedside */
  #show(bedside) {
    this.bedside = bedside;
    showTheme(bedside.night);
    setLanguage(pickLanguage({ facility: bedside.facility.language }), bedside.facility.zone);
    if (bedside.call.progress !== 'NONE' && bedside.call.progress !== 'DONE') this.#press.answered();
  }

  #now() {
    return Date.now() + this.#skew;
  }

  /**
   * Counts from the first touch on, wherever the finger goes then; keys and screen readers only click.
   * @param {string} name @param {() => void} act
   */
  #touch(name, act) {
    return {
      /** @param {PointerEvent} e */
      down: (e) => {
        if (!e.isPrimary || e.button !== 0) return;
        this.#hold(name);
        this.#act(name, act);
      },
      // The click that ends a touch is the touch itself, however long the finger stayed.
      click: () => {
        if (this.#finger !== name) this.#act(name, act);
      },
    };
  }

  /** @param {string} name @param {() => void} act */
  #act(name, act) {
    const now = performance.now();
    const before = this.#touched.get(name) ?? -Infinity;
    this.#touched.set(name, now);
    if (now - before >= BOUNCE_MS) act();
  }

  /** The finger is on this button, until the click that the browser makes of it. @param {string} name */
  #hold(name) {
    this.#finger = name;
    const ends = ['pointerup', 'pointercancel'];
    const end = () => {
      setTimeout(() => (this.#finger = ''), BOUNCE_MS);
      for (const type of ends) removeEventListener(type, end);
    };
    for (const type of ends) addEventListener(type, end);
  }

  /** @param {unknown} changed */
  updated(changed) {
    super.updated(/** @type {any} */ (changed));
    document.title = this.bound === false ? t('bedside.pair.title') : t('page.bedside');
  }

  render() {
    if (this.bound === null) return html`<main class="bedside waiting"><p class="big">${t('bedside.starting')}</p><p>${t('bedside.use.wall')}</p></main>`;
    if (!this.bound) return html`<wl-pairing @paired=${() => this.#start()}></wl-pairing>`;
    const b = this.bedside;
    const live = this.#live.state === 'live' && b !== null && !this.gone;
    return html`<main class="bedside ${live ? '' : 'lost'}">
      <header>
        <h1>${b ? greeting(b.resident, this.#now()) : ''}</h1>
        <p class="where">${b ? t('bedside.room', { room: b.room }) : ''} <span aria-hidden="true">·</span> <time>${clocks().minute(this.#now())}</time></p>
        ${this.#languageButton()}
      </header>
      ${this.#callButton(live)}
      ${live ? this.#status(b) : this.#lost()}
      ${live ? this.#controls(b) : nothing}
      <p class="line" aria-hidden=${live ? 'false' : 'true'}>${live ? html`<span class="dot"></span>${t('bedside.connected')}` : t('bedside.lost')}</p>
    </main>`;
  }

  /** @param {boolean} live */
  #callButton(live) {
    const { down, click } = this.#touch('call', () => {
      this.#press.press();
      this.#live.hurry();
    });
    const open = this.bedside && !['NONE', 'DONE'].includes(this.bedside.call.progress);
    return html`<button class="call" @pointerdown=${down} @click=${click} @contextmenu=${(/** @type {Event} */ e) => e.preventDefault()}>
      ${bell()}<b>${t('bedside.call')}</b><span>${t(!live ? 'bedside.lost' : open ? 'bedside.call.again' : 'bedside.call.how')}</span>
    </button>`;
  }

  /** @param {Bedside} b */
  #status(b) {
    const s = said(this.#press.way, b.call, this.#now());
    return html`<section class="status ${s.tone}" data-progress=${b.call.progress} role="status" aria-live="assertive" aria-atomic="true">
      <p class="big">${s.tone === 'good' ? check() : nothing}<span>${s.title}</span></p><p>${s.text}</p></section>`;
  }

  /** Large and plain: nobody must wait for somebody who knows of nothing. */
  #lost() {
    const way = this.#press.way;
    const own = way === 'kept' ? 'bedside.kept' : way === 'failed' ? 'bedside.failed' : '';
    return html`<section class="status bad" role="alert">
      <p class="big"><span>${this.gone ? t('bedside.gone') : t('bedside.lost')}</span></p>
      <p class="big">${t('bedside.use.wall')}</p>
      ${own ? html`<p class="own">${t(own)}. ${t(`${own}.text`)}</p>` : html`<p>${t(this.gone ? 'bedside.gone.text' : 'bedside.lost.text')}</p>`}</section>`;
  }

  /** @param {Bedside} b */
  #controls(b) {
    if (!b.light && !b.temperature) return nothing;
    return html`<div class="controls">${this.#control('light', b.light, b)}${this.#control('temperature', b.temperature, b)}</div>`;
  }

  /** @param {'light'|'temperature'} what @param {import('./types.js').Control|null} c @param {Bedside} b */
  #control(what, c, b) {
    if (!c) return nothing;
    const { value, note } = reading(what, c, b.celsius);
    return html`<section class="control" aria-label=${t(`bedside.${what}`)}>
      <div class="reading" role="status"><h2>${t(`bedside.${what}`)}</h2><b>${value}</b><span>${note}</span></div>
      ${this.#step(what, c, false)}${this.#step(what, c, true)}
    </section>`;
  }

  /** @param {'light'|'temperature'} what @param {import('./types.js').Control} c @param {boolean} up */
  #step(what, c, up) {
    const name = `${what}.${up ? 'more' : 'less'}`;
    const { down, click } = this.#touch(name, () => void this.#live.say({ t: what, up }));
    return html`<button class="step" aria-label=${t(`bedside.${name}`)} ?disabled=${!mayStep(c, up)}
      @pointerdown=${down} @click=${click}><span aria-hidden="true">${up ? '+' : '−'}</span></button>`;
  }

  /** To the next language, and back round. */
  #languageButton() {
    const all = Object.keys(LANGUAGES);
    const next = all[(all.indexOf(currentLanguage()) + 1) % all.length];
    return html`<button class="language" lang=${next} @click=${() => this.#language(next)}>${LANGUAGES[next]['language.name']}</button>`;
  }

  /** @param {string} tag */
  #language(tag) {
    chooseLanguage(tag);
    setLanguage(tag, this.bedside?.facility.zone ?? 'UTC');
    this.requestUpdate();
  }
}

const bell = () => html`<svg class="bell" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9a6 6 0 0 1 12 0c0 6 2.5 7 2.5 8.5h-17C3.5 16 6 15 6 9M10 20.5a2.2 2.2 0 0 0 4 0"/></svg>`;

const check = () => html`<svg class="picture" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5.500 5.500L20 6.500"/></svg>`;

/**
 * Fetches the letters of all that may have to be said while there is no line to fetch them over. A slice that does not come
 * is asked for again when it is drawn; until then the tablet's own letters stand in.
 */
function fetchLetters() {
  const words = Object.values(LANGUAGES).flatMap((texts) => Object.entries(texts).flatMap(([key, text]) => (key.startsWith('bedside.') ? [text] : [])));
  document.fonts.load('700 40px Wardlight', words.join('')).catch(() => setTimeout(fetchLetters, 60000));
}

customElements.define('wl-bedside', BedsideTerminal);
showTheme(matchMedia('(prefers-color-scheme: dark)').matches);
setLanguage(pickLanguage({ browser: navigator.language }), Intl.DateTimeFormat().resolvedOptions().timeZone);
document.querySelector('body')?.prepend(new BedsideTerminal());
fetchLetters();
