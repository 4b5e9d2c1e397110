// @ts-check
/**
 * One press of the call button on its way to the server. It is heard when the server says so and not before; while the
 * line is lost it is kept, for a while, and sent as the same press once the line is back.
 *
 * @typedef {'none'|'sending'|'kept'|'failed'} Way
 * @typedef {object} Surroundings
 * @property {(id: string) => boolean} say sends the press; false while the line is lost
 * @property {() => string} id a new one
 * @property {(fn: () => void, ms: number) => unknown} after
 * @property {(timer: any) => void} cancel
 */

/** How long a press may wait: whoever has waited longer must know that nobody has heard. */
export const KEPT_MS = 30000;

export class Press {
  /** @type {Way} */ way = 'none';
  #id = '';
  #patience = /** @type {unknown} */ (undefined);
  #surroundings;

  /** @param {() => void} onChange @param {Surroundings} surroundings */
  constructor(onChange, surroundings) {
    this.onChange = onChange;
    this.#surroundings = surroundings;
  }

  /** The button was pressed. What is on its way already is not sent twice. */
  press() {
    if (this.way === 'sending' || this.way === 'kept') return;
    this.#id = this.#surroundings.id();
    this.#surroundings.cancel(this.#patience);
    this.#patience = this.#surroundings.after(() => this.#end('failed'), KEPT_MS);
    this.#send();
  }

  /** The line was lost, or is back. @param {boolean} live */
  line(live) {
    if (this.way !== 'sending' && this.way !== 'kept') return;
    if (live) this.#send();
    else this.#enter('kept');
  }

  /** The server has it. @param {string} id */
  heard(id) {
    if (id === this.#id && this.way !== 'none') this.#end('none');
  }

  /** The server could not take it. @param {string} id */
  refused(id) {
    if (id === this.#id && this.way !== 'none') this.#end('failed');
  }

  /** A call of this bed stands or is being answered: what failed before is no longer of interest. */
  answered() {
    if (this.way === 'failed') this.#end('none');
  }

  #send() {
    this.#enter(this.#surroundings.say(this.#id) ? 'sending' : 'kept');
  }

  /** @param {Way} way */
  #end(way) {
    this.#surroundings.cancel(this.#patience);
    this.#enter(way);
  }

  /** @param {Way} way */
  #enter(way) {
    if (this.way === way) return;
    this.way = way;
    this.onChange();
  }
}
