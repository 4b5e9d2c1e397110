// @ts-check
/** Pictures of the pages for the eye: node screenshots.mjs [filter]. Needs playwright-core; writes to ../target/screenshots. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startMock } from './mock-server.mjs';

const OUT = fileURLToPath(new URL('../target/screenshots/', import.meta.url));
mkdirSync(OUT, { recursive: true });
const SIZES = { desk: [1600, 900], tablet: [1180, 820], phone: [390, 844], terminal: [1280, 800], upright: [800, 1280] };
/** The line goes silent: a page says so after three seconds. @param {any} page @param {any} mock */
async function lost(page, mock) {
  mock.silence();
  await page.locator('html[data-line="lost"]').waitFor();
}
/** [name, scene, page, size, language, theme, before the picture] */
const SHOTS = /** @type {[string, string, string, keyof typeof SIZES, string, string, ((page: any, mock: any) => Promise<void>)?][]} */ ([
  ['station-night', 'night', '/station/', 'desk', 'en', 'auto'],
  ['station-day-de', 'night', '/station/', 'desk', 'de', 'day'],
  ['station-zh', 'night', '/station/', 'desk', 'zh-CN', 'auto'],
  ['station-calm', 'calm', '/station/', 'desk', 'en', 'auto'],
  ['station-unprotected-de', 'unprotected', '/station/', 'desk', 'de', 'auto'],
  ['station-journal', 'journal', '/station/', 'desk', 'en', 'day'],
  ['station-emergency-de', 'emergency', '/station/', 'desk', 'de', 'auto'],
  ['station-large', 'large', '/station/', 'desk', 'en', 'auto'],
  ['station-lost', 'night', '/station/', 'desk', 'de', 'day', lost],
  ['station-close', 'night', '/station/', 'desk', 'de', 'day', async (page) => { await page.locator('.card.p3 button:not(.go)').first().click(); await page.waitForTimeout(200); }],
  ['station-menu', 'calm', '/station/', 'desk', 'de', 'auto', async (page) => { await page.locator('.menu:not(.duty) summary').click(); }],
  ['station-tablet-de', 'night', '/station/', 'tablet', 'de', 'day'],
  ['station-phone-de', 'night', '/station/', 'phone', 'de', 'auto'],
  ['station-phone-zh', 'night', '/station/', 'phone', 'zh-CN', 'day'],
  ['room-day', 'night', '/room/?id=203', 'desk', 'en', 'day'],
  ['room-night-de', 'night', '/room/?id=203', 'desk', 'de', 'auto', async (page) => { await page.locator('.past summary').first().click(); await page.waitForTimeout(400); }],
  ['room-zh', 'night', '/room/?id=208', 'desk', 'zh-CN', 'day'],
  ['room-table', 'night', '/room/?id=203', 'tablet', 'de', 'day', async (page) => { await page.locator('wl-chart button').first().click(); }],
  ['room-phone', 'night', '/room/?id=203', 'phone', 'de', 'auto'],
  ['station-busy', 'busy', '/station/', 'desk', 'en', 'day'],
  ['station-busy-de', 'busy', '/station/', 'tablet', 'de', 'auto'],
  ['station-busy-phone-zh', 'busy', '/station/', 'phone', 'zh-CN', 'day'],
  ['station-hold-de', 'busy', '/station/', 'desk', 'de', 'day', async (page) => { await page.locator('.card.p2 button.quiet').first().click(); await page.waitForTimeout(200); }],
  ['station-duty-de', 'busy', '/station/', 'desk', 'de', 'day', async (page) => { await page.locator('.duty summary').click(); }],
  ['station-duty-phone', 'busy', '/station/', 'phone', 'en', 'auto', async (page) => { await page.locator('.duty summary').click(); }],
  ['ward-coverage', 'busy', '/ward/#coverage', 'desk', 'en', 'day'],
  ['ward-coverage-phone-de', 'busy', '/ward/#coverage', 'phone', 'de', 'auto'],
  ['ward-held-de', 'busy', '/ward/#held', 'tablet', 'de', 'day'],
  ['ward-walk', 'busy', '/ward/#walk', 'desk', 'zh-CN', 'auto'],
  ['ward-walk-phone-de', 'busy', '/ward/#walk', 'phone', 'de', 'day'],
  ['ward-handover-de', 'busy', '/ward/#handover', 'desk', 'de', 'auto'],
  ['ward-handover-phone', 'busy', '/ward/#handover', 'phone', 'zh-CN', 'day'],
  ['ward-load', 'busy', '/ward/#load', 'desk', 'en', 'day'],
  ['ward-load-de', 'busy', '/ward/#load', 'tablet', 'de', 'auto'],
  ['ward-load-phone', 'calm', '/ward/#load', 'phone', 'en', 'day'],
  ['bedside', 'bedside', '/bedside/', 'terminal', 'en', 'day'],
  ['bedside-night-zh', 'bedside', '/bedside/', 'terminal', 'zh-CN', 'night'],
  ['bedside-waiting-de', 'bedside-waiting', '/bedside/', 'terminal', 'de', 'day'],
  ['bedside-waiting-night', 'bedside-waiting', '/bedside/', 'upright', 'en', 'night'],
  ['bedside-heard', 'bedside-heard', '/bedside/', 'upright', 'en', 'day'],
  ['bedside-heard-night-de', 'bedside-heard', '/bedside/', 'terminal', 'de', 'night'],
  ['bedside-heard-phone-zh', 'bedside-heard', '/bedside/', 'phone', 'zh-CN', 'day'],
  ['bedside-here-zh', 'bedside-here', '/bedside/', 'terminal', 'zh-CN', 'day'],
  ['bedside-here-night', 'bedside-here', '/bedside/', 'phone', 'en', 'night'],
  ['bedside-lost-de', 'bedside-waiting', '/bedside/', 'terminal', 'de', 'day', lost],
  ['bedside-lost-night-zh', 'bedside', '/bedside/', 'upright', 'zh-CN', 'night', lost],
  ['bedside-kept', 'bedside', '/bedside/', 'phone', 'en', 'night', async (page, mock) => { await lost(page, mock); await page.locator('.call').click(); }],
  ['bedside-pairing-de', 'calm', '/bedside/', 'terminal', 'de', 'day', async (page) => { await page.selectOption('select', '203/bed'); }],
  ['login', 'calm', '/login/', 'desk', 'en', 'day'],
  ['login-wrong-phone', 'calm', '/login/', 'phone', 'de', 'night', async (page) => { await page.fill('[name=name]', 'anna'); await page.fill('[name=password]', 'wrong'); await page.locator('button.go').click(); await page.waitForTimeout(300); }],
  ['login-change', 'calm', '/login/?change=1', 'desk', 'zh-CN', 'day'],
]);

const mock = await startMock();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
let bad = 0;
for (const [name, scene, path, size, language, theme, before] of SHOTS) {
  if (process.argv[2] && !name.includes(process.argv[2])) continue;
  mock.scene(scene);
  const [width, height] = SIZES[size];
  const context = await browser.newContext({ viewport: { width, height } });
  await context.addInitScript(([l, t]) => { localStorage.setItem('wardlight.language', l); localStorage.setItem('wardlight.theme', t); }, [language, theme]);
  const page = await context.newPage();
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/AudioContext|multiple versions|40[139]|ERR_EMPTY|WebSocket connection/i.test(m.text())) { bad++; console.log(name, m.type(), m.text()); } });
  page.on('pageerror', (e) => { bad++; console.log(name, 'error', e.message); });
  await page.goto(mock.url + path);
  await page.waitForTimeout(1300);
  if (!/^.(login|bedside)/.test(path) && !name.includes('journal')) await page.mouse.click(5, 5);
  await page.evaluate(() => document.fonts.ready);
  await before?.(page, mock);
  await page.waitForTimeout(350);
  await page.screenshot({ path: `${OUT}${name}.png`, fullPage: size === 'phone' || /^(room|ward)/.test(name) });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) { bad++; console.log(name, 'is wider than its screen'); }
  await context.close();
}
await browser.close();
mock.close();
console.log(bad === 0 ? 'all pictures taken, no complaint' : `${bad} complaints`);
process.exit(bad === 0 ? 0 : 1);
