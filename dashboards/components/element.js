// @ts-check
import { LitElement } from 'lit';

/**
 * The base of our elements. They render into the page itself: one style sheet, labels that reach
 * across elements, and no shadow root for each of 2,000 tiles.
 */
export class PageElement extends LitElement {
  /** @type {(() => void)[]} */ #stops = [];

  createRenderRoot() {
    return this;
  }

  /** Stops this again when the element leaves the page. @param {...(() => void)} stops */
  until(...stops) {
    this.#stops.push(...stops);
  }

  /** Re-renders at an event of this target. @param {EventTarget} target @param {string} type */
  follow(target, type) {
    const listener = () => this.requestUpdate();
    target.addEventListener(type, listener);
    this.until(() => target.removeEventListener(type, listener));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }
}
