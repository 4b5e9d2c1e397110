// @ts-check
/** What the mock server tells the bedside terminal of room 203, and what that does. */

/** How far the call is when the scene begins. */
const PROGRESS = { bedside: 'NONE', 'bedside-waiting': 'CALLING', 'bedside-heard': 'COMING', 'bedside-here': 'HERE' };

export const BEDSIDE_SCENES = Object.keys(PROGRESS);

export class BedsideAnswers {
  /** @param {import('./scenes.mjs').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** Whether the browser is a terminal already. */
    this.bound = scene.name in PROGRESS;
    this.terminal = { id: 't1', name: 'Room 203', bed: '203/bed', room: '203', connected: true, pairedBy: 'anna', pairedByName: 'Anna', pairedAt: scene.ago(86400) };
    this.#go(PROGRESS[/** @type {keyof typeof PROGRESS} */ (scene.name)] ?? 'NONE', 40);
    this.light = { value: 20, wanted: null, min: 0, max: 100, possible: 'YES', until: null };
    this.temperature = { value: 21.5, wanted: 22, min: 18.5, max: 24.5, possible: 'YES', until: scene.ago(-12 * 3600) };
  }

  /** @param {string} progress @param {number} agoSeconds */
  #go(progress, agoSeconds) {
    const by = progress === 'COMING' || progress === 'HERE' ? 'Anna' : null;
    this.call = { progress, since: progress === 'NONE' ? null : this.scene.ago(agoSeconds), by, recorded: true, emergency: false, test: false };
  }

  snapshot() {
    const { id, name, zone, language } = this.scene.facility();
    const resident = this.scene.rooms().find((r) => r.id === '203')?.beds[0].resident?.name ?? null;
    return {
      t: 'snapshot', epoch: this.scene.epoch, seq: 0, now: this.scene.now(),
      bedside: { facility: { id, name, zone, language }, terminal: { id: this.terminal.id, name: this.terminal.name }, room: '203', bed: '203/bed', resident, night: this.scene.night, call: this.call, light: this.light, temperature: this.temperature, celsius: 21.4 },
    };
  }

  /** The frames that answer a message of the terminal. @param {any} message */
  say(message) {
    switch (message.t) {
      case 'hello':
        return [this.snapshot()];
      case 'call':
        this.#go('CALLING', 0);
        return [{ t: 'heard', id: message.id, recorded: true }, this.snapshot()];
      case 'light':
        this.light.value = Math.max(0, Math.min(100, this.light.value + (message.up ? 20 : -20)));
        return [this.snapshot()];
      case 'temperature':
        this.temperature.wanted += message.up ? 0.5 : -0.5;
        return [this.snapshot()];
      default:
        return [];
    }
  }

  /** @param {string} method @param {string[]} path below /bedside @returns {[number, any]} */
  request(method, path) {
    if (path[0] === 'terminals') return [200, { terminals: this.bound ? [this.terminal] : [] }];
    if (path[0] === 'pair') this.bound = true;
    return this.bound ? [200, { terminal: this.terminal }] : [401, { error: 'terminal.unknown', message: 'Not a terminal.' }];
  }
}
