// @ts-check
import { html, nothing, svg } from 'lit';
import { waiting } from './alarms.js';
import { PageElement } from './element.js';
import { alarmShort, number, t } from './i18n/index.js';
import { roomView, used } from './rooms.js';
import { model } from './screen.js';
import { picture, sign } from './symbols.js';
import { everySecond } from './ticker.js';
import { stopwatch } from './time.js';

/** How a running time stands against its limit. @param {number} part 0 to 1 @param {boolean} over */
export function bar(part, over) {
  return html`<svg class="bar ${over ? 'over' : part > 0.8 ? 'near' : ''}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-all" width="100" height="6"/>${svg`<rect class="bar-used" width=${100 * part} height="6"/>`}</svg>`;
}

/** The state of a room as a short text. @param {import('./rooms.js').RoomView} v @param {number} now */
export function stateText(v, now) {
  const time = v.runningSince === null ? '' : ` ${stopwatch(now - v.runningSince)}`;
  return t(`state.${v.state}`, { n: v.inBed, of: v.beds }) + time;
}

/** One room. Renders again only when its own room changed, or each second while a time runs in it. */
export class RoomTile extends PageElement {
  static properties = { room: { attribute: false } };
  /** @type {(() => void)|null} */ #stopTicking = null;

  constructor() {
    super();
    /** @type {import('./types.js').Room|undefined} */ this.room = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.room) this.until(model.watchRoom(this.room.id, () => this.requestUpdate()));
    this.until(() => this.#tick(false));
  }

  /** @param {boolean} on */
  #tick(on) {
    if (on === (this.#stopTicking !== null)) return;
    this.#stopTicking?.();
    this.#stopTicking = on ? everySecond(() => this.requestUpdate()) : null;
  }

  render() {
    if (!this.room) return nothing;
    const now = model.now();
    const v = roomView(model, this.room);
    this.#tick(v.runningSince !== null);
    const part = used(v, now);
    const person = v.alarm && v.alarm.priority <= 4 ? v.alarm : null;
    const classes = ['tile'];
    if (person) classes.push(`p${person.priority}`, waiting(person) ? 'waiting' : 'taken');
    if (v.lack) classes.push('unprotected');
    if (v.staff) classes.push('staffed');
    if (v.state === 'free') classes.push('free');
    return html`<a class=${classes.join(' ')} href="/room/?id=${encodeURIComponent(v.id)}">
      <span class="tile-head"><b class="tile-room">${v.id}</b><span class="tile-name">${v.names.join(' · ')}</span></span>
      ${person ? this.#alarm(v, person, now) : nothing}
      ${v.staff ? html`<span class="tag staff">${picture('staff')}${t('tile.staff')}</span>` : nothing}
      ${v.lack ? html`<span class="tag unknown">${sign(5)}${t('tile.unprotected')}</span>` : nothing}
      ${this.#plain(v, person) ? html`<span class="tile-state">${stateText(v, now)}</span>` : nothing}
      ${part === null ? nothing : bar(part, part >= 1)}
      <span class="tile-foot">
        <span>${v.temperature === null ? nothing : `${number(v.temperature, 1)} °C`}</span>
        ${v.windowOpen ? html`<span class="tile-window">${picture('window')}${t('tile.window')}</span>` : nothing}
      </span>
    </a>`;
  }

  /** Whether the state is said in plain words: not where we do not know, nor twice. @param {import('./rooms.js').RoomView} v @param {import('./types.js').Alarm|null} person */
  #plain(v, person) {
    if (v.lack) return false;
    if (!person) return true;
    const said = { bathroom: 'bathroom', up: 'bed', 'out.of.bed': 'bed' }[/** @type {string} */ (v.state)];
    return !said || !person.kind.startsWith(said);
  }

  /** @param {import('./rooms.js').RoomView} v @param {import('./types.js').Alarm} a @param {number} now */
  #alarm(v, a, now) {
    const text = a.kind.startsWith('bathroom') && v.state === 'bathroom' ? stateText(v, now) : alarmShort(a.kind);
    return html`<span class="tag alarm">${sign(a.priority)}<span class="tag-text">${text}</span>${v.alarms > 1 ? html`<span class="more">+${v.alarms - 1}</span>` : nothing}</span>`;
  }
}
customElements.define('wl-room-tile', RoomTile);
