// @ts-check
import { html, LitElement, nothing } from 'lit';
import { get, post, Refused } from '../components/api.js';
import { chooseLanguage, LANGUAGES, pickLanguage, setLanguage, t } from '../components/i18n/index.js';
import { chosenTheme } from '../components/theme.js';

const SHORTEST = 8;
const query = new URLSearchParams(location.search);

/** Where to go afterwards: a page of this server, never another one. */
function next() {
  const wanted = query.get('next') ?? '/station/';
  return /^\/(?!\/)[\w/?=&%.#-]*$/.test(wanted) && !wanted.startsWith('/login') ? wanted : '/station/';
}

/** Log in, and choose a new password where the present one was given for one use. */
class Login extends LitElement {
  static properties = { step: { state: true }, problem: { state: true }, busy: { state: true }, entered: { state: true }, forced: { state: true } };

  constructor() {
    super();
    /** @type {'login'|'change'} */ this.step = query.has('change') ? 'change' : 'login';
    this.problem = '';
    this.busy = false;
    this.forced = false;
    /** @type {Record<string, string>} */ this.entered = {};
  }

  createRenderRoot() {
    return this;
  }

  render() {
    document.title = `${t('page.login')} · Wardlight`;
    return html`<main class="login">
      <header><img src="/assets/wardlight.svg" alt="" width="44" height="44"><b>Wardlight</b></header>
      ${this.step === 'login' ? this.#login() : this.#change()}
      <nav aria-label=${t('menu.language')}>${Object.keys(LANGUAGES).map((l) => html`<button lang=${l} aria-pressed=${l === document.documentElement.lang} @click=${() => this.#language(l)}>${LANGUAGES[l]['language.name']}</button>`)}</nav>
      <p class="about">${t('login.about')}</p>
    </main>`;
  }

  #login() {
    return html`<form @submit=${this.#submitLogin}>
      <h1>${t('login.title')}</h1>
      ${this.#field('name', 'login.name', 'text', 'username')}
      ${this.#field('password', 'login.password', 'password', 'current-password')}
      ${this.#end('login.submit', true)}
    </form>`;
  }

  #change() {
    const { present = '', next: fresh = '', again = '' } = this.entered;
    const rules = /** @type {[string, boolean][]} */ ([
      ['login.rule.length', [...fresh].length >= SHORTEST],
      ['login.rule.new', fresh !== '' && fresh !== present],
      ['login.rule.same', fresh !== '' && fresh === again],
    ]);
    return html`<form @submit=${this.#submitChange}>
      <h1>${t('login.change')}</h1>
      ${this.forced ? html`<p>${t('login.change.why')}</p>` : nothing}
      ${this.#field('present', 'login.present', 'password', 'current-password')}
      ${this.#field('next', 'login.next', 'password', 'new-password')}
      ${this.#field('again', 'login.again', 'password', 'new-password')}
      <ul class="rules">${rules.map(([key, met]) => html`<li class=${met ? 'met' : ''}>${t(key)}</li>`)}</ul>
      ${this.#end('login.save', rules.every(([, met]) => met))}
      ${this.forced ? nothing : html`<a class="button" href=${next()}>${t('cancel')}</a>`}
    </form>`;
  }

  /** @param {string} name @param {string} label @param {string} type @param {string} autocomplete */
  #field(name, label, type, autocomplete) {
    return html`<label>${t(label)}<input name=${name} type=${type} autocomplete=${autocomplete} required autocapitalize="none" spellcheck="false"
      .value=${this.entered[name] ?? ''} @input=${(/** @type {InputEvent} */ e) => (this.entered = { ...this.entered, [name]: /** @type {HTMLInputElement} */ (e.target).value })}></label>`;
  }

  /** @param {string} verb @param {boolean} ready */
  #end(verb, ready) {
    return html`${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <button class="go" ?disabled=${this.busy || !ready}>${t(verb)}</button>`;
  }

  /** @param {string} l */
  #language(l) {
    chooseLanguage(l);
    setLanguage(l, 'UTC');
    this.problem = '';
    this.requestUpdate();
  }

  /** @param {Event} e */
  #submitLogin(e) {
    e.preventDefault();
    const { name = '', password = '' } = this.entered;
    void this.#try(async () => {
      const { user } = await post('/login', { name: name.trim(), password });
      if (!user.mustChangePassword) return location.assign(next());
      this.forced = true;
      this.entered = { present: password };
      this.step = 'change';
    });
  }

  /** @param {Event} e */
  #submitChange(e) {
    e.preventDefault();
    const { present, next: fresh } = this.entered;
    void this.#try(async () => {
      await post('/password', { present, next: fresh });
      location.assign(next());
    });
  }

  /** @param {() => Promise<void>} action */
  async #try(action) {
    this.busy = true;
    this.problem = '';
    try {
      await action();
    } catch (e) {
      this.problem = e instanceof Refused ? refusalText(e) : t('error.unreachable');
    }
    this.busy = false;
  }
}

/** @param {Refused} e */
function refusalText(e) {
  for (const key of [`login.${e.key}`, `error.${e.key}`]) {
    const text = t(key, { seconds: e.seconds });
    if (text !== key) return text;
  }
  return t('error.other', { key: e.key });
}

customElements.define('wl-login', Login);

const dark = chosenTheme() === 'night' || (chosenTheme() === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme = dark ? 'night' : 'day';
setLanguage(pickLanguage({ browser: navigator.language }), 'UTC');
const page = new Login();
if (page.step === 'login') {
  // Who is logged in already and sent here must change the password first.
  const me = await get('/me').catch(() => null);
  if (me?.user.mustChangePassword) {
    page.step = 'change';
    page.forced = true;
  } else if (me && query.has('next')) location.assign(next());
}
document.body.prepend(page);
