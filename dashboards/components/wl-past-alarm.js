// @ts-check
import { html, nothing } from 'lit';
import { steps } from './alarms.js';
import { get } from './api.js';
import { groupName } from './duty.js';
import { PageElement } from './element.js';
import { alarmTitle, clocks, has, t, why } from './i18n/index.js';
import { model } from './screen.js';
import { symbol } from './symbols.js';
import { stopwatch, toMs } from './time.js';

/** What became of a closed alarm's reason: a key in words, or the words of a person. @param {string} reason */
function closeWords(reason) {
  for (const key of [`event.reason.${reason}`, `close.${reason}`]) if (has(key)) return t(key);
  return reason;
}

/** One alarm of the last day in one line, a technical one with what it is about; opened, its journey: each step on record and how long it took. */
export class PastAlarm extends PageElement {
  static properties = { alarm: { attribute: false }, entries: { state: true }, failed: { state: true } };

  constructor() {
    super();
    /** @type {import('./types.js').Alarm|undefined} */ this.alarm = undefined;
    /** @type {import('./types.js').Entry[]|null} */ this.entries = null;
    this.failed = false;
  }

  render() {
    const a = this.alarm;
    if (!a) return nothing;
    return html`<details class="past p${a.priority}" @toggle=${this.#open}>
      <summary>${symbol(a.priority, false)}<time>${clocks().since(toMs(a.raisedAt), model.now())}</time><span class="past-what"><b>${alarmTitle(a.kind)}</b>
        ${a.closedAt ? html`<span>${t('room.closed', { time: clocks().minute(toMs(a.closedAt)) })}</span>` : nothing}
        ${a.priority === 5 && why(a.reason) ? html`<span class="under">${why(a.reason)}</span>` : nothing}</span></summary>
      ${this.failed ? html`<p role="alert">${t('error.unreachable')}</p>` : this.entries === null ? html`<p>${t('room.loading')}</p>` : this.#journey(this.entries)}
    </details>`;
  }

  /** @param {import('./types.js').Entry[]} entries */
  #journey(entries) {
    const first = toMs(entries[0]?.at);
    return html`<ol class="journey" aria-label=${t('room.journey')}>${steps(entries).map((e) => html`<li class="e-${e.type}">
      <time>${clocks().second(toMs(e.at))}</time><span>${this.#words(e)}</span><span class="after">+${stopwatch(toMs(e.at) - first)}</span></li>`)}</ol>`;
  }

  /** @param {import('./types.js').Entry} e */
  #words(e) {
    return t(`event.${e.type}`, {
      by: String(e.byName ?? e.by ?? ''),
      reason: closeWords(String(e.reason ?? '')),
      name: String(e.name ?? ''),
      group: groupName(String(e.called ?? '')),
      n: Number(e.screens ?? 0),
      time: clocks().minute(toMs(/** @type {string} */ (e.until))),
    });
  }

  /** @param {Event} e */
  async #open(e) {
    if (!(/** @type {HTMLDetailsElement} */ (e.target).open) || !this.alarm) return;
    try {
      this.failed = false;
      this.entries = (await get(`/alarms/${encodeURIComponent(this.alarm.id)}/journey`)).entries;
    } catch {
      this.failed = true;
    }
  }
}
customElements.define('wl-past-alarm', PastAlarm);
