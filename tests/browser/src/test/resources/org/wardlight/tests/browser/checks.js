// Runs inside a page; each check returns what it found wrong, in words.

/** Elements with text of their own that can be seen. */
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    // Names of languages stay in their own language.
    if (text && !element.closest('script, style, noscript, .hidden, [lang]:not(html)') && element.checkVisibility({ visibilityProperty: true })) out.push({ text, element });
  }
  return out;
}

async function missingWords() {
  const language = document.documentElement.lang;
  const { LANGUAGES } = await import('/components/i18n/index.js');
  const english = new Map();
  for (const [key, text] of Object.entries(LANGUAGES.en)) if (text !== LANGUAGES[language][key]) english.set(text, key);
  const same = new Set(Object.values(LANGUAGES[language]));
  const families = new Set(Object.keys(LANGUAGES.en).flatMap((key) => (key.includes('.') ? [key.split('.')[0]] : [])));
  const named = [...document.querySelectorAll('[aria-label], [title]')].flatMap((e) => [e.getAttribute('aria-label'), e.getAttribute('title')]);
  return [...texts().map((t) => t.text), ...named.filter(Boolean)].flatMap((text) => {
    const out = [];
    const key = /\b([a-z]+)\.[a-z]+(\.[a-z]+)*\b/.exec(text);
    if (key && families.has(key[1])) out.push(`a key instead of words: ${text}`);
    if (/[{}]|undefined|NaN|\[object/.test(text)) out.push(`not filled in: ${text}`);
    if (english.has(text) && !same.has(text)) out.push(`English: ${text}`);
    return out;
  });
}

/** Nothing sticks out at the side, no word is cut off but for names that end in an ellipsis, and no two words of an axis meet. */
function overflow() {
  const out = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) out.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
  for (const { text, element } of texts()) {
    if (element.closest('svg')) continue;
    const box = element.getBoundingClientRect();
    if (box.right > root.clientWidth + 1 || box.left < -1) out.push(`sticks out: ${text}`);
    const style = getComputedStyle(element);
    if (style.display !== 'inline' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1) out.push(`does not fit: ${text}`);
  }
  for (const drawing of document.querySelectorAll('svg.drawing')) {
    const words = [...drawing.querySelectorAll('text')].map((e) => ({ text: e.textContent, box: e.getBoundingClientRect() }));
    words.forEach(({ text, box: a }, i) => {
      const other = words.slice(i + 1).find(({ box: b }) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
      if (other) out.push(`meet on an axis: ${text} and ${other.text}`);
    });
  }
  return out;
}

/** Everything that can be used or looked at has a name, and no id stands for two things. */
function names() {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility({ visibilityProperty: true }));
  const named = (e) => e.getAttribute('aria-label') || [...(e.labels ?? [])].map((l) => l.textContent).join('') || e.textContent || e.title;
  const out = shown('a, button, input, select, textarea, summary, [tabindex], [role=img]').filter((e) => !named(e).trim()).map((e) => `without a name: ${e.outerHTML}`);
  out.push(...shown('img:not([alt])').map((e) => `without alt: ${e.outerHTML}`));
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  out.push(...ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `two of #${id}`));
  if (document.querySelectorAll('h1').length !== 1) out.push(`${document.querySelectorAll('h1').length} headings of the page`);
  if (!document.title) out.push('a page without a title');
  return out;
}

/** What has the focus shows it: an outline of 2 px or more that stands out against what lies behind it. */
function focus() {
  const e = document.activeElement;
  if (e === null || e === document.body) return [];
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(e);
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return [`the focus does not show: ${e.outerHTML}`];
  return grounds(e.parentElement).flatMap((ground) => {
    const [light, dark] = [luminance(over(parse(outlineColor), ground)), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    return ratio < 3 ? [`the focus hardly shows, ${ratio.toFixed(2)} to 1: ${e.outerHTML}`] : [];
  });
}

/** A page that never scrolls shows all it has, in full, and every button is large and apart from the next. */
function fits() {
  const out = [];
  const { clientHeight, clientWidth } = document.documentElement;
  const wide = [...document.querySelectorAll('.bedside, .bedside *')].filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).display !== 'inline' && !(e instanceof SVGElement) && e.clientHeight > 0);
  for (const e of wide) if (['MAIN', 'SECTION', 'BUTTON'].includes(e.tagName)) out.push(`${e.className} is ${e.scrollHeight} px high in ${e.clientHeight}`);
  const boxes = [...document.querySelectorAll('.bedside button')].map((e) => ({ name: e.className, box: e.getBoundingClientRect() }));
  for (const { text, element } of texts()) {
    const box = element.getBoundingClientRect();
    if (box.bottom > clientHeight + 1 || box.top < -1 || box.right > clientWidth + 1) out.push(`out of the screen: ${text}`);
  }
  for (const { name, box } of boxes) {
    if (box.bottom > clientHeight + 1 || box.right > clientWidth + 1) out.push(`out of the screen: button ${name}`);
    if (name !== 'language' && Math.min(box.width, box.height) < 72) out.push(`too small for a trembling hand: ${name} ${box.width} × ${box.height}`);
    if (Math.min(box.width, box.height) < 44) out.push(`too small: ${name}`);
  }
  return out;
}

function parse(colour) {
  const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
}

const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });

/** Every colour that may lie behind an element: its nearest opaque ground, and what hatches it. */
function grounds(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    const style = getComputedStyle(e);
    const hatch = [...style.backgroundImage.matchAll(/rgba?\([^)]*\)/g)].map((m) => parse(m[0]));
    const colour = parse(style.backgroundColor);
    layers.push([colour, ...hatch.filter((h) => h.a > 0)]);
    if (colour.a === 1) break;
  }
  return layers.reverse().reduce((below, layer) => layer.flatMap((c, i) => below.map((b) => (i === 0 ? over(c, b) : over(c, over(layer[0], b))))), [{ r: 255, g: 255, b: 255, a: 1 }]);
}

function luminance({ r, g, b }) {
  const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

/** WCAG 2.2: 7 to 1 for alarms, 4.5 to 1 for everything else. */
function contrast() {
  const out = new Set();
  for (const { text, element } of texts()) {
    if (element.closest(':disabled')) continue;
    const style = getComputedStyle(element);
    const ink = parse(element instanceof SVGElement ? style.fill : style.color);
    const least = element.closest('.card, .tag.alarm, .bedside') ? 7 : 4.5;
    const shape = element.closest('svg.symbol.filled') && parse(getComputedStyle(element.closest('svg').querySelector(':not(text)')).fill);
    for (const ground of shape ? [shape] : grounds(element)) {
      const [light, dark] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < least) out.add(`${ratio.toFixed(2)} to 1 instead of ${least}: ${text} (${element.className?.baseVal ?? element.className} in ${element.parentElement.className?.baseVal ?? element.parentElement.className})`);
    }
  }
  return [...out];
}

/** Without any colour: every priority has a shape of its own and says its number. */
async function symbols() {
  const out = [];
  const { symbol, sign } = await import('/components/symbols.js');
  const { render } = await import('/lib/lit-html/lit-html.js');
  const shapes = new Set();
  for (let p = 1; p <= 5; p++) {
    for (const filled of [true, false]) {
      const box = document.createElement('div');
      render(symbol(p, filled), box);
      if (box.textContent.trim() !== String(p)) out.push(`the symbol of ${p} says ${box.textContent.trim()}`);
      const small = document.createElement('div');
      render(sign(p), small);
      const outline = (e) => e.querySelector('path, circle, rect').outerHTML.replace(/<!--.*?-->/g, '');
      if (outline(box) !== outline(small)) out.push(`the small sign of ${p} has another shape`);
      shapes.add(outline(box));
    }
  }
  if (shapes.size !== 5) out.push(`${shapes.size} shapes for five priorities`);
  const shown = [...document.querySelectorAll('.card')];
  for (const card of shown) {
    const priority = /\bp(\d)\b/.exec(card.className)[1];
    if (card.querySelector('.symbol text')?.textContent !== priority) out.push(`a card of priority ${priority} does not say so`);
  }
  if (new Set(shown.map((c) => /\bp(\d)\b/.exec(c.className)[1])).size < 4) out.push('fewer than four priorities on the screen: nothing to check');
  return out;
}
