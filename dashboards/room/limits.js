// @ts-check
import { html, nothing } from 'lit';
import { get, post } from '../components/api.js';
import { PageElement } from '../components/element.js';
import { clocks, has, number, problemWords, span, t } from '../components/i18n/index.js';
import { live, mayAct, model } from '../components/screen.js';
import { toMs } from '../components/time.js';
import { fromMinutes, minutes } from './limit-values.js';

/** @typedef {import('../components/types.js').Limit} Limit */
/** @typedef {import('../components/types.js').LimitChange} LimitChange */

const LONGEST_REASON = 500;
const CHANGES_SHOWN = 10;
/** After which a change may end, in minutes: a shift, a day, two, three. */
const LENGTHS = [480, 1440, 2880, 4320];

/** @param {string} name */
const title = (name) => (has(`limit.${name}`) ? t(`limit.${name}`) : name);

/** A value of a limit as people say it. @param {Limit} l @param {string} value */
function words(l, value) {
  if (l.kind === 'CHOICE') return has(`watch.${value}`) ? t(`watch.${value}`) : value;
  if (l.kind === 'FLAG') return t(value === 'true' ? 'value.yes' : 'value.no');
  if (l.kind === 'DURATION') return span(minutes(value) * 60000);
  if (l.kind === 'NUMBER') return number(Number(value), value.includes('.') ? 1 : 0);
  return value;
}

/** The limits of one resident: what counts, what was changed and by whom, and changing it. */
class Limits extends PageElement {
  static properties = { resident: { type: String }, whose: { type: String }, data: { state: true }, chosen: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.resident = '';
    /** Whose they are, where several live. */ this.whose = '';
    /** @type {{limits: Limit[], changes: LimitChange[]}|null} */ this.data = null;
    this.chosen = '';
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.follow(live, 'change');
  }

  async #load() {
    try {
      this.data = await get(`/residents/${encodeURIComponent(this.resident)}/limits`);
      this.problem = '';
    } catch (e) {
      this.problem = problemWords(e);
    }
  }

  /** @param {string} path @param {object} body */
  async #ask(path, body) {
    this.busy = true;
    this.problem = '';
    try {
      await post(`/residents/${encodeURIComponent(this.resident)}/limits${path}`, body);
      await this.#load();
      this.chosen = '';
    } catch (e) {
      this.problem = problemWords(e);
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<details class="panel limits" @toggle=${(/** @type {Event} */ e) => /** @type {HTMLDetailsElement} */ (e.target).open && void this.#load()}>
      <summary><h2>${t('limits.title')}${this.whose ? html` · ${this.whose}` : nothing}</h2></summary>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.data === null ? html`<p class="none">${t('room.loading')}</p>` : this.#page(this.data)}
    </details>`;
  }

  /** @param {{limits: Limit[], changes: LimitChange[]}} data */
  #page({ limits, changes }) {
    return html`<table><tbody>${limits.map((l) => html`<tr class=${l.changed ? 'changed' : ''}><td>${title(l.name)}${l.changed ? this.#whose(l, l.changed) : nothing}</td>
        <td>${words(l, l.value)}</td>
        ${mayAct() ? html`<td><button class="quiet" aria-pressed=${this.chosen === l.name} aria-label=${t('limits.change.of', { limit: title(l.name) })} @click=${() => (this.chosen = this.chosen === l.name ? '' : l.name)}>${t('limits.change')}</button></td>` : nothing}</tr>
        ${this.chosen === l.name ? html`<tr><td colspan="3">${this.#form(l)}</td></tr>` : nothing}`)}</tbody></table>
      <h2>${t('limits.changes')}</h2>
      ${changes.length === 0 ? html`<p class="none">${t('room.alarms.none')}</p>` : html`<ul class="changes">${changes.slice(0, CHANGES_SHOWN).map((c) => this.#change(limits, c))}</ul>`}`;
  }

  /** @param {Limit} l @param {LimitChange} c */
  #whose(l, c) {
    return html`<span class="under">${t('limits.instead', { value: words(l, l.byDefault), name: c.byName || c.by })}${c.until ? html` · ${t('held.until', { time: clocks().since(toMs(c.until), model.now()) })}` : nothing} · ${c.reason}</span>`;
  }

  /** @param {Limit[]} limits @param {LimitChange} c */
  #change(limits, c) {
    const l = limits.find((x) => x.name === c.limit);
    const said = (/** @type {string} */ v) => (l ? words(l, v) : v);
    return html`<li><time>${clocks().since(toMs(c.at), model.now())}</time> ${title(c.limit)}: ${said(c.from)} → <b>${said(c.to)}</b>
      <span class="under">${c.by === 'expiry' ? t('limits.expired') : `${c.byName || c.by} · ${c.reason}`}${c.recorded ? nothing : html` <span class="tag unrecorded">${t('card.not.recorded')}</span>`}</span></li>`;
  }

  /** @param {Limit} l */
  #form(l) {
    const off = this.busy || live.state !== 'live';
    const now = model.now();
    return html`<form class="form" @submit=${(/** @type {SubmitEvent} */ e) => this.#submit(e, l)}>
      <label>${title(l.name)}${this.#field(l)}</label>
      <label>${t('held.long')}<select name="minutes"><option value="">${t('limits.for.good')}</option>${LENGTHS.map((m) => html`<option value=${m}>${span(m * 60000)} · ${t('held.until', { time: clocks().since(now + m * 60000, now) })}</option>`)}</select></label>
      <label>${t('held.why')}<input name="reason" required maxlength=${LONGEST_REASON} pattern=".*\\S.*"></label>
      <p class="hint">${t('handover.no.names')}</p>
      <p class="buttons"><button class="go" ?disabled=${off}>${t('limits.save')}</button>
        ${l.changed ? html`<button name="reset" ?disabled=${off}>${t('limits.reset', { value: words(l, l.byDefault) })}</button>` : nothing}</p>
    </form>`;
  }

  /** @param {Limit} l */
  #field(l) {
    switch (l.kind) {
      case 'CHOICE':
        return html`<select name="value">${l.choices.map((c) => html`<option value=${c} ?selected=${c === l.value}>${words(l, c)}</option>`)}</select>`;
      case 'FLAG':
        return html`<select name="value">${['true', 'false'].map((c) => html`<option value=${c} ?selected=${c === l.value}>${words(l, c)}</option>`)}</select>`;
      case 'DURATION':
        return html`<span class="with-unit"><input name="value" type="number" required min="1" max="1440" step="any" inputmode="decimal" .value=${String(minutes(l.value))}> ${t('limits.minutes')}</span>`;
      case 'NUMBER':
        return html`<input name="value" type="number" required min=${l.min ?? nothing} max=${l.max ?? nothing} step="any" inputmode="decimal" .value=${l.value}>`;
      case 'TIME':
        return html`<input name="value" type="time" required .value=${l.value}>`;
      default:
        return html`<input name="value" required .value=${l.value}><span class="hint">${l.hint}</span>`;
    }
  }

  /** @param {SubmitEvent} e @param {Limit} l */
  #submit(e, l) {
    e.preventDefault();
    const said = new FormData(/** @type {HTMLFormElement} */ (e.target));
    const reason = String(said.get('reason'));
    if (/** @type {HTMLButtonElement|null} */ (e.submitter)?.name === 'reset') {
      void this.#ask('/reset', { limits: [l.name], reason });
      return;
    }
    const value = String(said.get('value'));
    const length = String(said.get('minutes'));
    void this.#ask('', { values: { [l.name]: l.kind === 'DURATION' ? fromMinutes(Number(value)) : value }, reason, ...(length ? { minutes: Number(length) } : {}) });
  }
}
customElements.define('wl-limits', Limits);
