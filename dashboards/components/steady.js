// @ts-check
/**
 * Keeps a list as it is under a finger: what joins or leaves above would move the card away between pressing and
 * letting go, and the click would go nowhere or to somebody else's alarm. For a moment only.
 *
 * @template T
 */
export class Steady {
  /** @type {string[][]|null} the ids that stand there, part by part; null while the list may move */ #held = null;
  /** @type {string[][]} */ #shown = [];
  /** @type {Map<string, T>} */ #known = new Map();
  #timer = /** @type {unknown} */ (undefined);

  /**
   * @param {() => void} onMoves the list may move again
   * @param {{after: (fn: () => void, ms: number) => unknown, cancel: (timer: any) => void}} timers
   */
  constructor(onMoves, timers = { after: (fn, ms) => setTimeout(fn, ms), cancel: (timer) => clearTimeout(timer) }) {
    this.onMoves = onMoves;
    this.timers = timers;
  }

  /** A finger has come down on the list. */
  hold() {
    this.timers.cancel(this.#timer);
    this.#held = this.#shown;
    this.#timer = this.timers.after(() => this.#release(), LONGEST_MS);
  }

  /** It has gone up; the click that the browser makes of it is still to come. */
  let() {
    if (!this.#held) return;
    this.timers.cancel(this.#timer);
    this.#timer = this.timers.after(() => this.#release(), CLICK_MS);
  }

  #release() {
    this.#held = null;
    this.onMoves();
  }

  /**
   * The parts to show: these, or while held those that stand there, each item as it is now and what has gone as it was last.
   * @param {T[][]} parts @param {(item: T) => string} idOf
   */
  order(parts, idOf) {
    const now = new Map(parts.flat().map((item) => [idOf(item), item]));
    if (!this.#held) {
      this.#shown = parts.map((part) => part.map(idOf));
      this.#known = now;
      return parts;
    }
    for (const [id, item] of now) if (this.#known.has(id)) this.#known.set(id, item);
    return this.#held.map((ids) => ids.map((id) => /** @type {T} */ (this.#known.get(id))));
  }
}

/** No alarm may be kept from the list for longer. */
export const LONGEST_MS = 1000;

/** So long after the finger the click is through. */
export const CLICK_MS = 50;
