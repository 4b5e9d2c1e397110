// @ts-check
/**
 * The live connection: snapshot, then deltas without gaps, then reconnecting where it left off.
 * Never silently stale: without a frame for three seconds it says that it is lost. What the server hears of this
 * page is an answer to each beat and snapshot: to who does not answer it shows nothing.
 *
 * @typedef {import('./model.js').Frame} Frame
 * @typedef {{send(data:string):void, close():void, onopen:any, onmessage:any, onclose:any, onerror:any}} Socket
 * @typedef {object} Surroundings what the client needs from the browser; tests hand in their own
 * @property {() => Socket} connect
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => unknown} after
 * @property {(timer: any) => void} cancel
 * @property {() => number} random 0 to 1
 */

export const SILENCE_MS = 3000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** What the browser has to offer. @param {string} path of the connection below /api/v1 @returns {Surroundings} */
export const browser = (path) => ({
  connect: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1${path}`),
  now: () => Date.now(),
  after: (fn, ms) => setTimeout(fn, ms),
  cancel: (timer) => clearTimeout(timer),
  random: Math.random,
});

export class LiveClient extends EventTarget {
  /** @type {Socket|null} */ #socket = null;
  /** @type {{epoch:string, seq:number}|null} */ #resume = null;
  /** How many parts of the snapshot have not come yet. */
  #left = 0;
  /** @type {{room:string|null, ward:string|null}} */ #shown = { room: null, ward: null };
  #attempt = 0;
  #stopped = true;
  #silence = /** @type {unknown} */ (undefined);
  #retry = /** @type {unknown} */ (undefined);
  #surroundings;

  /**
   * @param {(frame: Frame) => void} onFrame snapshots, their parts, deltas and room frames, in order
   * @param {string} screen the lasting name of this screen in the journal
   * @param {Surroundings} surroundings
   */
  constructor(onFrame, screen, surroundings = browser('/live')) {
    super();
    this.onFrame = onFrame;
    this.screen = screen;
    this.#surroundings = surroundings;
    /** @type {'connecting'|'live'|'lost'} */
    this.state = 'connecting';
    /** When the last frame arrived; what is on the screen is as old as that. */
    this.lastFrame = NaN;
  }

  start() {
    this.#stopped = false;
    this.#open();
  }

  stop() {
    this.#stopped = true;
    this.#drop();
    this.#surroundings.cancel(this.#retry);
  }

  /**
   * What this screen shows from now on.
   * @param {{room?:string|null, ward?:string|null}} shown the room whose every value is wanted; the one ward, null for all
   */
  watch(shown) {
    const before = this.#shown;
    this.#shown = { ...before, ...shown };
    const same = before.room === this.#shown.room && before.ward === this.#shown.ward;
    if (!same && this.state === 'live') this.#send({ t: 'watch', ...this.#shown });
  }

  /** A person can see this alarm on the screen. False if the line is lost. @param {string} alarm */
  seen(alarm) {
    return this.say({ t: 'seen', alarm });
  }

  /** Says something more to the server. False if the line is lost. @param {{t:string, [field:string]:unknown}} message */
  say(message) {
    if (this.state !== 'live') return false;
    this.#send(message);
    return true;
  }

  /** Tries at once to connect again: somebody waits for it. */
  hurry() {
    if (this.#stopped || this.state !== 'lost' || this.#socket) return;
    this.#attempt = 0;
    this.#surroundings.cancel(this.#retry);
    this.#open();
  }

  /** Looks at once whether the line still stands, e.g. when a hidden page is shown again. */
  check() {
    if (this.state === 'live' && this.#surroundings.now() - this.lastFrame > SILENCE_MS) this.#lose();
  }

  #open() {
    const socket = this.#surroundings.connect();
    this.#socket = socket;
    this.#watchSilence();
    socket.onopen = () => {
      // Parts are sent once: who lost some of them needs everything anew.
      if (this.#left > 0) this.#startOver();
      if (socket === this.#socket) this.#send({ t: 'hello', resume: this.#resume, ...this.#shown, screen: this.screen });
    };
    socket.onmessage = (/** @type {{data:string}} */ e) => {
      if (socket === this.#socket) this.#receive(JSON.parse(e.data));
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lose();
    };
    socket.onerror = () => {};
  }

  /** @param {Frame} f */
  #receive(f) {
    if (f.t === 'bye') {
      if (f.reason === 'session.ended') this.stop();
      this.dispatchEvent(new CustomEvent('bye', { detail: f.reason }));
      if (!this.#stopped) this.#lose();
      return;
    }
    if (!this.#follows(f)) {
      this.#lose();
      return;
    }
    this.lastFrame = this.#surroundings.now();
    this.#watchSilence();
    this.onFrame(f);
    // Only now: a page that fails to show what it gets is not there for anybody. Messages arrive in hidden pages too.
    if (f.t === 'beat' || f.t === 'snapshot') this.#send({ t: 'here' });
    // A beat alone does not say that we are up to date: only a snapshot or a resumed sequence does.
    if (this.state !== 'live' && this.#resume) {
      this.#attempt = 0;
      this.#enter('live');
    }
  }

  /** Keeps count; false if a delta is missing. @param {Frame} f */
  #follows(f) {
    const seq = f.seq ?? 0;
    if (f.t === 'snapshot' || f.t === 'part') this.#left = f.left ?? 0;
    if (f.t === 'snapshot') {
      this.#resume = { epoch: f.epoch ?? '', seq };
    } else if (f.t === 'delta') {
      if (!this.#resume || seq !== this.#resume.seq + 1) return this.#startOver();
      this.#resume.seq = seq;
    } else if (f.t === 'beat' && this.#resume && seq !== this.#resume.seq) {
      // While resuming the first beat may overtake nothing: the server sends the missing deltas first.
      return this.#startOver();
    }
    return true;
  }

  #startOver() {
    this.#resume = null;
    this.#left = 0;
    return false;
  }

  /** @param {unknown} message */
  #send(message) {
    this.#socket?.send(JSON.stringify(message));
  }

  #watchSilence() {
    this.#surroundings.cancel(this.#silence);
    this.#silence = this.#surroundings.after(() => this.#lose(), SILENCE_MS);
  }

  #drop() {
    this.#surroundings.cancel(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #lose() {
    this.#drop();
    if (this.#stopped) return;
    this.#enter('lost');
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempt++) * (0.5 + this.#surroundings.random() / 2);
    this.#surroundings.cancel(this.#retry);
    this.#retry = this.#surroundings.after(() => this.#open(), wait);
  }

  /** @param {'live'|'lost'} state */
  #enter(state) {
    if (this.state === state && state === 'live') return;
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}
