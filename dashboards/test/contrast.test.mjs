import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../components/tokens.css', import.meta.url), 'utf8');
const read = (block) => Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/g)].map((m) => [m[1], m[2]]));
const [, dayBlock, nightBlock] = css.split(/:root[^{]*\{/);
const day = read(dayBlock);
const themes = { day, night: { ...day, ...read(nightBlock) } };

/** Relative luminance after WCAG 2. */
function luminance(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

for (const [name, c] of Object.entries(themes)) {
  test(`text is legible by ${name}: 4.5 to 1`, () => {
    for (const ink of ['ink', 'ink-2', 'ink-3']) for (const ground of ['bg', 'panel', 'tile']) assert.ok(contrast(c[ink], c[ground]) >= 4.5, `${ink} on ${ground}: ${contrast(c[ink], c[ground]).toFixed(2)}`);
    for (const [ink, ground] of [['present', 'tile'], ['present', 'present-bg'], ['p5', 'p5-bg'], ['p5', 'panel'], ['ink-2', 'hatch'], ['p5-ink', 'p5']]) assert.ok(contrast(c[ink], c[ground]) >= 4.5, `${ink} on ${ground}: ${contrast(c[ink], c[ground]).toFixed(2)}`);
  });

  test(`alarms are legible by ${name}: 7 to 1`, () => {
    for (let p = 1; p <= 5; p++) {
      assert.ok(contrast(c.ink, c[`p${p}-bg`]) >= 7, `ink on p${p}-bg: ${contrast(c.ink, c[`p${p}-bg`]).toFixed(2)}`);
      assert.ok(contrast(c[`p${p}-ink`], c[`p${p}`]) >= 7, `p${p}-ink on p${p}: ${contrast(c[`p${p}-ink`], c[`p${p}`]).toFixed(2)}`);
      assert.ok(contrast(c[`p${p}`], c.tile) >= 7, `p${p} on tile: ${contrast(c[`p${p}`], c.tile).toFixed(2)}`);
    }
  });

  test(`the bedside terminal is legible to old eyes by ${name}: 7 to 1`, () => {
    const pairs = [['ink', 'bg'], ['ink', 'tile'], ['ink-2', 'bg'], ['ink-2', 'tile'], ['ink', 'present-bg'], ['ink', 'p2-bg'], ['ink', 'p5-bg'], ['p2-ink', 'p2']];
    for (const [ink, ground] of pairs) assert.ok(contrast(c[ink], c[ground]) >= 7, `${ink} on ${ground}: ${contrast(c[ink], c[ground]).toFixed(2)}`);
  });

  test(`what bears meaning stands out by ${name}: 3 to 1`, () => {
    for (const mark of ['p1', 'p2', 'p3', 'p4', 'p5', 'present', 'focus', 'line-strong']) assert.ok(contrast(c[mark], c.tile) >= 3, mark);
  });
}
