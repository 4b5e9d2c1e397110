// @ts-check
import { html, nothing } from 'lit';
import { get, post, Refused, toLogin } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { problemWords, t } from '../components/i18n/index.js';

/** @typedef {import('../components/types.js').Ward} Ward */

/** Who may bind a screen to a bed. */
const MAY = ['NURSE', 'ENGINEER'];

/** Makes this browser the terminal of a bed. Tells `paired` when it is one. */
class Pairing extends PageElement {
  static properties = { step: { state: true }, wards: { state: true }, bed: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {'asking'|'login'|'forbidden'|'form'} */ this.step = 'asking';
    /** @type {Ward[]} */ this.wards = [];
    this.bed = '';
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#ask();
  }

  async #ask() {
    try {
      const { user } = await get('/me');
      if (user.mustChangePassword) this.step = 'login';
      else if (!MAY.includes(user.role.toUpperCase())) this.step = 'forbidden';
      else {
        this.wards = (await get('/facility')).wards;
        this.step = 'form';
      }
    } catch (e) {
      if (e instanceof Refused && e.status === 401) this.step = 'login';
      else this.problem = problemWords(e);
    }
  }

  render() {
    return html`<main class="pairing">
      <header><img src="/assets/wardlight.svg" alt="" width="44" height="44"><b>Wardlight</b></header>
      <section>
        <h1>${t('bedside.pair.title')}</h1>
        <p>${t('bedside.pair.what')}</p>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${this.step === 'login' ? html`<p>${t('bedside.pair.login')}</p><button class="go" @click=${toLogin}>${t('login.submit')}</button>` : nothing}
        ${this.step === 'forbidden' ? html`<p class="problem">${t('bedside.pair.forbidden')}</p>` : nothing}
        ${this.step === 'form' ? this.#form() : nothing}
      </section>
      <p class="about">${t('bedside.use.wall')}</p>
    </main>`;
  }

  #form() {
    return html`<form @submit=${this.#submit}>
      <label>${t('bedside.pair.bed')}<select name="bed" required @change=${(/** @type {Event} */ e) => (this.bed = /** @type {HTMLSelectElement} */ (e.target).value)}>
        <option value="">${t('bedside.pair.choose')}</option>
        ${this.wards.map((w) => html`<optgroup label=${w.name}>${w.rooms.flatMap((r) => r.beds.map((b, i) => html`<option value=${b.id}>${bedWords(r, i)}</option>`))}</optgroup>`)}
      </select></label>
      <label>${t('bedside.pair.name')}<input name="name" required maxlength="40" autocomplete="off" .value=${this.#suggestion()}></label>
      <p>${t('bedside.pair.then')}</p>
      <button class="go" ?disabled=${this.busy || !this.bed}>${t('bedside.pair.submit')}</button>
    </form>`;
  }

  #suggestion() {
    for (const w of this.wards) {
      for (const r of w.rooms) {
        const i = r.beds.findIndex((b) => b.id === this.bed);
        if (i >= 0) return bedWords(r, i);
      }
    }
    return '';
  }

  /** @param {SubmitEvent} e */
  async #submit(e) {
    e.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (e.target));
    this.busy = true;
    this.problem = '';
    try {
      await post('/bedside/pair', { bed: form.get('bed'), name: form.get('name') });
      this.dispatchEvent(new Event('paired'));
    } catch (problem) {
      this.problem = problemWords(problem);
    }
    this.busy = false;
  }
}

/** No resident's name: the screen stays behind, and so does the name of the terminal. @param {import('../components/types.js').Room} room @param {number} i */
function bedWords(room, i) {
  return room.beds.length > 1 ? `${t('page.room', { room: room.id })}, ${t('ward.bed', { n: i + 1 })}` : t('page.room', { room: room.id });
}
customElements.define('wl-pairing', Pairing);
