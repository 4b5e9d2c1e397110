// @ts-check
import { html, nothing } from 'lit';
import { closeReasons, isCall, refusal, taken } from './alarms.js';
import { post, Refused } from './api.js';
import { PageElement } from './element.js';
import { alarmTitle, clocks, has, t, why } from './i18n/index.js';
import { live, mayAct, model } from './screen.js';
import { symbol } from './symbols.js';
import { everySecond } from './ticker.js';
import { age, stopwatch, toMs } from './time.js';

/** One alarm in a list: what, where, since when, why, what comes next, and what one can do. */
export class AlarmCard extends PageElement {
  static properties = { alarm: { attribute: false }, mode: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('./types.js').Alarm|undefined} */ this.alarm = undefined;
    /** @type {'idle'|'busy'|'closing'} */ this.mode = 'idle';
    /** @type {string} */ this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(everySecond(() => this.requestUpdate()));
    this.follow(live, 'change');
  }

  firstUpdated() {
    if (this.alarm && document.visibilityState === 'visible') live.seen(this.alarm.id);
  }

  render() {
    const a = this.alarm;
    if (!a) return nothing;
    const now = model.now();
    const place = model.rooms.get(a.room)?.room;
    // Who called from a bed is known; otherwise it may be any of the room's residents.
    const bed = place?.beds.filter((b) => b.id === a.space) ?? [];
    const names = (bed.length > 0 ? bed : place?.beds ?? []).flatMap((b) => (b.resident?.name ? [b.resident.name] : [])).join(' · ');
    const actions = this.#actions(a);
    return html`<article class="card p${a.priority} ${taken(a) ? 'taken' : 'waiting'} ${actions && this.mode !== 'closing' ? 'acting' : ''}">
      ${symbol(a.priority, !taken(a))}
      <div class="card-where">
        ${place ? html`<a class="card-room" href="/room/?id=${encodeURIComponent(a.room)}">${a.room}</a>` : html`<span class="card-room wide">${this.#place(a)}</span>`}
        ${names ? html`<span class="card-name">${names}</span>` : nothing}
      </div>
      <time class="card-age" datetime=${a.raisedAt}>${age(now - toMs(a.raisedAt))}</time>
      <h3 class="card-what">${alarmTitle(a.kind)} ${a.recorded ? nothing : html`<span class="tag unrecorded">${t('card.not.recorded')}</span>`}</h3>
      <p class="card-why">${this.#because(a, now)}</p>
      ${this.mode === 'closing' ? this.#reasons(a) : actions}
      ${this.problem ? html`<p class="card-problem" role="alert">${this.problem}</p>` : nothing}
    </article>`;
  }

  /** What concerns no room says which ward it is in. @param {import('./types.js').Alarm} a */
  #place(a) {
    return a.room || (model.wards.find((w) => w.id === a.ward)?.name ?? model.facility?.name ?? '');
  }

  /** @param {import('./types.js').Alarm} a @param {number} now */
  #because(a, now) {
    const parts = [];
    if (a.state === 'ATTENDED') {
      parts.push(html`<b class="who">${t('card.attended', { time: clocks().minute(toMs(a.attendedAt)) })}</b>`);
    } else if (a.state === 'ACCEPTED') {
      parts.push(html`<b class="who">${t('card.going', { name: a.acceptedByName || a.acceptedBy || '' })}</b>`);
      parts.push(t('card.accepted.after', { time: stopwatch(toMs(a.acceptedAt) - toMs(a.raisedAt)) }));
    }
    const reason = why(a.reason);
    if (reason) parts.push(reason);
    else parts.push(t('card.since', { time: clocks().since(toMs(a.since), now) }));
    if (a.repeats > 0) parts.push(t('card.repeats', { n: a.repeats }));
    if (!a.conditionActive && !isCall(a)) parts.push(t('card.returned'));
    for (const c of model.clocksOf(a.room)) {
      const left = toMs(c.at) - now;
      if (left > 0 && has(`clock.${c.kind}`)) parts.push(t(`clock.${c.kind}`, { left: stopwatch(left) }));
    }
    const end = taken(a) ? '' : refusal(a);
    if (end) parts.push(t(`end.${end}`));
    return parts.map((p, i) => (i === 0 ? p : html` · ${p}`));
  }

  /** @param {import('./types.js').Alarm} a */
  #actions(a) {
    if (!mayAct()) return null;
    const off = this.mode === 'busy' || live.state !== 'live';
    const go = !taken(a) && a.priority < 5;
    const close = refusal(a) === '';
    if (!go && !close) return null;
    return html`<div class="card-act">
      ${!go ? nothing : html`<button class="go" ?disabled=${off} @click=${this.#accept}>${this.mode === 'busy' ? t('card.sending') : t('card.go')}</button>`}
      ${close ? html`<button ?disabled=${off} @click=${() => (this.mode = 'closing')}>${t('card.close')}</button>` : nothing}
    </div>`;
  }

  /** @param {import('./types.js').Alarm} a */
  #reasons(a) {
    return html`<div class="card-act asking" role="group" aria-label=${t('card.close.why')}>
      <span class="card-ask">${t('card.close.why')}</span>
      ${closeReasons(a).map((r) => html`<button @click=${() => this.#send('close', { reason: r })}>${t(`close.${r}`)}</button>`)}
      <button class="quiet" @click=${() => (this.mode = 'idle')}>${t('cancel')}</button>
    </div>`;
  }

  #accept() {
    void this.#send('accept');
  }

  /** @param {'accept'|'close'} what @param {object} [body] */
  async #send(what, body) {
    const id = this.alarm?.id ?? '';
    this.mode = 'busy';
    this.problem = '';
    try {
      model.answer(await post(`/alarms/${encodeURIComponent(id)}/${what}`, body));
    } catch (e) {
      const key = e instanceof Refused ? `error.${e.key}` : 'error.unreachable';
      this.problem = has(key) ? t(key) : t('error.other', { key });
    }
    this.mode = 'idle';
  }
}
customElements.define('wl-alarm-card', AlarmCard);
