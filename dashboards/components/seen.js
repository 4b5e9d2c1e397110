// @ts-check
/**
 * What the journal is told of this screen: its name, and which calls a person could really see on it.
 * @typedef {import('./types.js').Alarm} Alarm
 */
const KEY = 'wardlight.screen';

/**
 * The lasting name of this screen. Not `crypto.randomUUID`: over plain HTTP browsers do not have it.
 * @param {Pick<Storage, 'getItem'|'setItem'>} storage @param {(bytes: Uint8Array) => Uint8Array} random
 */
export function screenName(storage, random) {
  const kept = storage.getItem(KEY);
  if (kept && /^[a-z0-9-]{1,40}$/.test(kept)) return kept;
  const name = `screen-${[...random(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, '0')).join('')}`;
  storage.setItem(KEY, name);
  return name;
}

/** Says once of each calling alarm that its card is in view on a page that is shown. */
export class Seen {
  /** @type {Map<object, Alarm>} */ #inView = new Map();
  /** @type {Set<string>} */ #told = new Set();
  #live;
  #pageShown;

  /** @param {{seen(alarm: string): boolean}} live @param {() => boolean} pageShown */
  constructor(live, pageShown) {
    this.#live = live;
    this.#pageShown = pageShown;
  }

  /** The card's alarm is in view, or no longer (null). @param {object} card @param {Alarm|null} alarm */
  look(card, alarm) {
    if (alarm) this.#inView.set(card, alarm);
    else this.#inView.delete(card);
    this.check();
  }

  /** Tells what has not been told: the page came to the front, or the line came back. */
  check() {
    if (!this.#pageShown()) return;
    for (const a of this.#inView.values()) {
      if (a.calling && !this.#told.has(a.id) && this.#live.seen(a.id)) this.#told.add(a.id);
    }
  }

  /** Forgets alarms that are over. @param {Map<string, unknown>} open by id */
  retain(open) {
    for (const id of this.#told) if (!open.has(id)) this.#told.delete(id);
  }
}
