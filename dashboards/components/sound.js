// @ts-check
/**
 * The tones that call staff. Repeats at most every ten seconds until nothing is left to accept.
 * Browsers block sound until somebody touched the page: that state is told to whoever asks.
 */

/** Per class of what calls: the notes [hertz, start s, length s], and the pause between repeats. */
const TONES = /** @type {Record<string, {notes:[number,number,number][], repeatMs:number, gain:number}>} */ ({
  emergency: { notes: [[880, 0, 0.16], [1175, 0.2, 0.16], [880, 0.4, 0.16], [1175, 0.6, 0.16]], repeatMs: 2000, gain: 0.5 },
  urgent: { notes: [[784, 0, 0.28], [988, 0.34, 0.28], [784, 0.68, 0.28]], repeatMs: 5000, gain: 0.4 },
  call: { notes: [[659, 0, 0.35], [523, 0.42, 0.5]], repeatMs: 9000, gain: 0.3 },
});

export class Sound extends EventTarget {
  /** @type {AudioContext|null} */ #context = null;
  /** @type {import('./types.js').Alarm[]} */ #waiting = [];
  /** @type {Set<string>} */ #announced = new Set();
  #nextAt = 0;

  /** Whether tones can be heard as far as the browser tells. */
  get armed() {
    return this.#context?.state === 'running';
  }

  /** Asks the browser for sound; it answers yes only after a touch or where the kiosk allows it. */
  async arm() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#context.onstatechange = () => this.dispatchEvent(new Event('change'));
    }
    // Chromium leaves the promise pending while it blocks: do not wait for it.
    this.#context.resume().catch(() => {});
    this.dispatchEvent(new Event('change'));
  }

  /** Lets a person hear that it works. */
  test() {
    void this.arm();
    this.#play('call');
  }

  /** @param {import('./types.js').Alarm[]} waiting what calls, most urgent first */
  update(waiting) {
    this.#waiting = waiting;
    const ids = new Set(waiting.map((a) => a.id));
    for (const id of this.#announced) if (!ids.has(id)) this.#announced.delete(id);
    if (waiting.some((a) => !this.#announced.has(a.id))) this.#nextAt = 0;
    this.tick();
  }

  /** Call every second. */
  tick() {
    const first = this.#waiting[0];
    if (!first || !this.armed || performance.now() < this.#nextAt) return;
    const tone = TONES[first.class.toLowerCase()] ?? TONES.call;
    for (const a of this.#waiting) this.#announced.add(a.id);
    this.#play(first.class.toLowerCase());
    // A tick may come a little early: the pause is kept under its bound all the same.
    this.#nextAt = performance.now() + tone.repeatMs - 100;
  }

  /** @param {string} name */
  #play(name) {
    const context = this.#context;
    if (!context || context.state !== 'running') return;
    const tone = TONES[name] ?? TONES.call;
    for (const [hertz, start, length] of tone.notes) {
      const from = context.currentTime + start;
      const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(tone.gain, from + 0.015);
      gain.gain.setValueAtTime(tone.gain, from + length - 0.05);
      gain.gain.linearRampToValueAtTime(0, from + length);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(from);
      oscillator.stop(from + length);
    }
  }
}
