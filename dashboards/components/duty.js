// @ts-check
/** Who is on duty in the wards on this screen. Not part of the live connection: asked for now and then. */
import { get, post } from './api.js';
import { has, t } from './i18n/index.js';
import { model, shownWards } from './screen.js';
import { everySecond } from './ticker.js';

const EVERY_MS = 30000;

class Duty extends EventTarget {
  /** @type {Map<string, import('./types.js').DutyBoard>} by ward */
  boards = new Map();
  #asked = '';
  #nextAt = 0;

  constructor() {
    super();
    everySecond(() => this.#tick());
    // At once, so that a card does not grow under a finger.
    model.watch((c) => c.all && this.#tick());
  }

  #tick() {
    const wards = shownWards().map((w) => w.id);
    if (wards.join() === this.#asked && performance.now() < this.#nextAt) return;
    this.#asked = wards.join();
    this.#nextAt = performance.now() + EVERY_MS;
    // A failure shows on the connection; the boards stay as last known.
    for (const ward of wards) get(`/wards/${encodeURIComponent(ward)}/duty`).then((board) => this.#take(board), () => {});
  }

  /** @param {import('./types.js').DutyBoard} board */
  #take(board) {
    this.boards.set(board.ward, board);
    this.dispatchEvent(new Event('change'));
  }

  /** Goes on duty. @param {string} ward @param {string} group */
  async begin(ward, group) {
    this.#take(await post(`/wards/${encodeURIComponent(ward)}/duty`, { group }));
  }

  /** Goes off duty. @param {string} ward */
  async end(ward) {
    this.#take(await post(`/wards/${encodeURIComponent(ward)}/duty/end`));
  }

  /** The groups in which this user is, in the wards on this screen. */
  mine() {
    const me = model.user?.name;
    return shownWards().flatMap((w) => this.boards.get(w.id)?.onDuty.filter((d) => d.user === me).map((d) => d.group) ?? []);
  }
}

export const duty = new Duty();

/** A group or shift as people call it: a ward's name, a common word, or what the facility named it. @param {string} group */
export function groupName(group) {
  return model.wards.find((w) => w.id === group)?.name ?? (has(`group.${group}`) ? t(`group.${group}`) : group);
}
