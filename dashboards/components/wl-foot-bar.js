// @ts-check
import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { t } from './i18n/index.js';
import { coverage } from './rooms.js';
import { model, shownWards } from './screen.js';
import { picture, sign } from './symbols.js';
import { FOOT_TABS } from './ward-tabs.js';
import { everySecond } from './ticker.js';

const NAMED = 2;

/** Why a room is not protected, in words. @param {import('./rooms.js').Lack} lack */
export function lackText(lack) {
  const why = t(`quality.${lack.reason}`);
  return lack.what === 'device' ? `${why} (${lack.name})` : `${t(`kind.${lack.kind}`)}: ${why}`;
}

/** Coverage and the store: what we do not know, and whether what happens is being recorded. */
export class FootBar extends PageElement {
  #dirty = false;

  connectedCallback() {
    super.connectedCallback();
    this.until(
      model.watch((c) => {
        this.#dirty ||= c.all || c.state;
      }),
      // Coverage looks at every point: once a second is enough.
      everySecond(() => {
        if (this.#dirty) this.requestUpdate();
      }),
    );
  }

  render() {
    this.#dirty = false;
    if (!model.facility) return html`<footer class="foot"></footer>`;
    const c = coverage(model, shownWards().flatMap((w) => w.rooms));
    const more = c.lacking.length - NAMED;
    return html`<footer class="foot">
      <a class="foot-coverage" href="/ward/#coverage"><b class=${c.lacking.length > 0 ? 'lacking' : ''}>${c.lacking.length > 0 ? sign(5) : nothing}${t('foot.coverage', { n: c.covered, of: c.of })}</b></a>
      ${c.lacking.slice(0, NAMED).map((l) => html`<a href="/room/?id=${encodeURIComponent(l.room)}"><b>${l.room}</b> ${lackText(l.why)}</a>`)}
      ${more > 0 ? html`<span>${t('foot.more', { n: more })}</span>` : nothing}
      <span class="grow"></span>
      ${FOOT_TABS.map((tab) => html`<a href="/ward/#${tab}">${t(`ward.tab.${tab}`)}</a>`)}
      <span class=${model.store.journal === 'ok' ? '' : 'lacking'}>${model.store.journal === 'ok' ? nothing : picture('broken')}${t(`foot.journal.${model.store.journal}`)}</span>
    </footer>`;
  }
}
customElements.define('wl-foot-bar', FootBar);
