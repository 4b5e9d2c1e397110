// @ts-check
import { html, nothing } from 'lit';
import { againSince, clocksOf, closeReasons, holdReasons, isCall, mayHold, maySpeak, nextStep, quiet, refusal, taken, waiting } from './alarms.js';
import { post } from './api.js';
import { duty, groupName } from './duty.js';
import { PageElement } from './element.js';
import { alarmTitle, clocks, has, problemWords, span, t, why } from './i18n/index.js';
import { live, mayAct, model, seen } from './screen.js';
import { symbol } from './symbols.js';
import { everySecond } from './ticker.js';
import { age, stopwatch, toMs } from './time.js';

/** How long a nurse may hold an alarm back from here, in minutes; longer belongs to an engineer. */
const HOLD_MINUTES = [15, 30, 60];

const inView = new IntersectionObserver(
  (entries) => {
    for (const e of entries) {
      const card = /** @type {AlarmCard} */ (e.target);
      card.visible = e.isIntersecting;
      seen.look(card, e.isIntersecting ? card.alarm ?? null : null);
    }
  },
  { threshold: 0.5 },
);

/** One alarm in a list: what, where, since when, why, what comes next, and what one can do. */
export class AlarmCard extends PageElement {
  static properties = { alarm: { attribute: false }, mode: { state: true }, reason: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('./types.js').Alarm|undefined} */ this.alarm = undefined;
    /** @type {'idle'|'busy'|'closing'|'holding'} */ this.mode = 'idle';
    /** @type {string} why it is to be held back; empty until chosen */ this.reason = '';
    this.visible = false;
    /** @type {string} */ this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.until(everySecond(() => this.requestUpdate()));
    this.follow(live, 'change');
    this.follow(duty, 'change');
    inView.observe(this);
    this.until(() => {
      inView.unobserve(this);
      seen.look(this, null);
    });
  }

  /** An alarm that calls again is to be seen again, and what the card asks must not hide below the list. @param {Map<string, unknown>} changed */
  updated(changed) {
    if (this.visible && this.alarm) seen.look(this, this.alarm);
    if (changed.has('mode')) this.querySelector('.asking')?.scrollIntoView({ block: 'nearest' });
  }

  render() {
    const a = this.alarm;
    if (!a) return nothing;
    const now = model.now();
    const place = model.rooms.get(a.room)?.room;
    // Who called from a bed is known; otherwise it may be any of the room's residents.
    const bed = place?.beds.filter((b) => b.id === a.space) ?? [];
    const names = (bed.length > 0 ? bed : place?.beds ?? []).flatMap((b) => (b.resident?.name ? [b.resident.name] : [])).join(' · ');
    const asking = this.mode === 'closing' || this.mode === 'holding';
    const actions = asking ? [] : this.#actions(a);
    // Going alone stands beside the text: the one button that must be found at once.
    const beside = actions.length === 1 && !taken(a) && a.priority < 5;
    return html`<article class="card p${a.priority} ${waiting(a) ? 'waiting' : 'taken'} ${quiet(a) ? 'quiet' : ''} ${beside ? 'acting' : ''}">
      ${symbol(a.priority, waiting(a))}
      <div class="card-where">
        ${place ? html`<a class="card-room" href="/room/?id=${encodeURIComponent(a.room)}">${a.room}</a>` : html`<span class="card-room wide">${this.#place(a)}</span>`}
        ${names ? html`<span class="card-name">${names}</span>` : nothing}
      </div>
      <time class="card-age" datetime=${a.raisedAt}>${age(now - toMs(a.raisedAt))}</time>
      <h3 class="card-what">${alarmTitle(a.kind)} ${a.test ? html`<span class="tag mark">${t('card.test')}</span>` : nothing}
        ${a.shelvedUntil ? html`<span class="tag mark">${t('card.held', { time: clocks().minute(toMs(a.shelvedUntil)) })}</span>` : nothing}
        ${a.recorded ? nothing : html`<span class="tag unrecorded">${t('card.not.recorded')}</span>`}</h3>
      <p class="card-why">${this.#because(a, now)}</p>
      ${this.#called(a, now)}
      ${actions.length > 0 ? html`<div class="card-act ${beside ? '' : 'row'}">${actions}</div>` : nothing}
      ${this.mode === 'closing' ? this.#reasons(a) : this.mode === 'holding' ? this.#hold(a) : nothing}
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
    if (a.spokenBy) parts.push(t('card.spoken', { name: a.spokenByName || a.spokenBy }));
    const again = againSince(a);
    if (a.overdueSince) parts.push(html`<b>${t('card.overdue', { time: clocks().minute(toMs(a.overdueSince)) })}</b>`);
    else if (Number.isFinite(again)) parts.push(html`<b>${t('card.again', { time: clocks().minute(again) })}</b>`);
    if (a.repeats > 0) parts.push(t('card.repeats', { n: a.repeats }));
    if (!a.conditionActive && !isCall(a)) parts.push(t('card.returned'));
    // What is to be mended has nothing to do with how long a resident stays where.
    for (const c of a.priority < 5 ? clocksOf(a, model.clocksOf(a.room), model.rooms.get(a.room)?.room.beds ?? []) : []) {
      const left = toMs(c.at) - now;
      if (left > 0 && has(`clock.${c.kind}`)) parts.push(t(`clock.${c.kind}`, { left: stopwatch(left) }));
    }
    // Of what calls in a room the next group matters more than how it ends, unless it ends in one place only.
    const end = taken(a) ? '' : refusal(a);
    if (end && (!a.calling || end.endsWith('.only'))) parts.push(t(`end.${end}`));
    return parts.map((p, i) => (i === 0 ? p : html` · ${p}`));
  }

  /** Who is being called, and who will be if nobody goes. @param {import('./types.js').Alarm} a @param {number} now */
  #called(a, now) {
    if (!a.calling) return nothing;
    const next = nextStep(a, duty.boards.get(a.ward));
    const left = next ? Math.max(0, next.at - now) : 0;
    return html`<p class="card-called">${t('card.called', { group: groupName(a.called) })}${left > 0 && next ? html` · <b>${t('card.next', { group: groupName(next.group), left: stopwatch(left) })}</b>` : nothing}</p>`;
  }

  /** The buttons, the most urgent first. @param {import('./types.js').Alarm} a */
  #actions(a) {
    if (!mayAct()) return [];
    const off = this.mode === 'busy' || live.state !== 'live';
    /** @param {boolean} offered @param {string} key @param {() => void} act @param {string} [kind] */
    const button = (offered, key, act, kind = '') => (offered ? [html`<button class=${kind} ?disabled=${off} @click=${act}>${t(key)}</button>`] : []);
    return [
      ...button(!taken(a) && a.priority < 5, this.mode === 'busy' ? 'card.sending' : 'card.go', () => void this.#send('accept'), 'go'),
      ...button(maySpeak(a, model.user?.name ?? ''), 'card.spoke', () => void this.#send('spoken')),
      ...button(refusal(a) === '', 'card.close', () => (this.mode = 'closing')),
      ...button(mayHold(a), 'card.hold', () => (this.mode = 'holding'), 'quiet'),
    ];
  }

  /** @param {import('./types.js').Alarm} a */
  #reasons(a) {
    return html`<div class="card-act asking" role="group" aria-label=${t('card.close.why')}>
      <span class="card-ask">${t('card.close.why')}</span>
      ${closeReasons(a).map((r) => html`<button @click=${() => this.#send('close', { reason: r })}>${t(`close.${r}`)}</button>`)}
      <button class="quiet" @click=${() => (this.mode = 'idle')}>${t('cancel')}</button>
    </div>`;
  }

  /** @param {import('./types.js').Alarm} a */
  #hold(a) {
    return html`<div class="card-act asking" role="group" aria-label=${t('card.hold.why')}>
      <span class="card-ask">${t('card.hold.why')}</span>
      ${holdReasons(a).map((r) => html`<button aria-pressed=${r === this.reason} @click=${() => (this.reason = r)}>${t(`hold.${r}`)}</button>`)}
      <span class="card-ask">${t('card.hold.long')}</span>
      ${HOLD_MINUTES.map((minutes) => html`<button class="go" ?disabled=${this.reason === ''} @click=${() => void this.#send('shelve', { reason: this.reason, minutes })}>${span(minutes * 60000)}</button>`)}
      <button class="quiet" @click=${() => (this.mode = 'idle')}>${t('cancel')}</button>
    </div>`;
  }

  /** @param {'accept'|'spoken'|'close'|'shelve'} what @param {object} [body] */
  async #send(what, body) {
    const id = this.alarm?.id ?? '';
    this.mode = 'busy';
    this.problem = '';
    try {
      const answer = await post(`/alarms/${encodeURIComponent(id)}/${what}`, body);
      // The answer to shelving is the shelving: its alarm comes over the live connection.
      if (what !== 'shelve') model.answer(answer);
    } catch (e) {
      this.problem = problemWords(e);
    }
    this.mode = 'idle';
    this.reason = '';
  }
}
customElements.define('wl-alarm-card', AlarmCard);
