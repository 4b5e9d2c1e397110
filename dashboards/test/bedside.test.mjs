import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { greeting, mayStep, reading, said } from '../bedside/words.js';
import { LANGUAGES, setLanguage } from '../components/i18n/index.js';

const NOW = Date.parse('2026-11-22T01:12:00Z'); // 02:12 in Berlin
const call = (o = {}) => ({ progress: 'NONE', since: '2026-11-22T01:11:00Z', by: null, recorded: true, emergency: false, test: false, ...o });
const control = (o = {}) => ({ value: 22, wanted: 22, min: 19, max: 25, possible: 'YES', until: null, ...o });

beforeEach(() => setLanguage('en', 'Europe/Berlin', {}));

test('the greeting follows the clock of the house, and a bed nobody lives in is greeted too', () => {
  const at = (time) => greeting('Mrs Chen', Date.parse(`2026-11-22T${time}Z`));
  assert.equal(at('01:12'), 'Good evening, Mrs Chen');
  assert.equal(at('04:00'), 'Good morning, Mrs Chen');
  assert.equal(at('11:00'), 'Good afternoon, Mrs Chen');
  assert.equal(at('17:00'), 'Good evening, Mrs Chen');
  assert.equal(greeting(null, NOW), 'Good evening');
});

test('every stage of a call has words of its own, in every language', () => {
  for (const language of Object.keys(LANGUAGES)) {
    setLanguage(language, 'Europe/Berlin', {});
    const titles = [
      ...['sending', 'kept', 'failed'].map((way) => said(way, call(), NOW).title),
      ...['NONE', 'CALLING', 'COMING', 'HERE', 'DONE'].map((progress) => said('none', call({ progress }), NOW).title),
      said('none', call({ progress: 'CALLING', emergency: true }), NOW).title,
    ];
    assert.equal(new Set(titles).size, titles.length, language);
  }
});

test('who is coming is named, and since when; how long it takes is not guessed', () => {
  const coming = said('none', call({ progress: 'COMING', by: 'Anna' }), NOW);
  assert.equal(coming.title, 'Heard: Anna is coming');
  assert.equal(coming.text, 'Since 02:11');
  assert.equal(said('none', call({ progress: 'HERE', by: 'Anna' }), NOW).title, 'Anna is with you');
  assert.equal(said('none', call({ progress: 'HERE' }), NOW).title, 'Somebody is with you');
});

test('nothing is said to be heard before it was: what is not sent stands before what was', () => {
  for (const way of ['kept', 'failed']) assert.equal(said(way, call({ progress: 'COMING', by: 'Anna' }), NOW).tone, 'bad');
  assert.equal(said('sending', call(), NOW).tone, 'busy');
  assert.equal(said('sending', call({ progress: 'COMING', by: 'Anna' }), NOW).tone, 'good', 'calling again takes nobody away');
});

test('a call that is not on record says so, and a test says that it is one', () => {
  assert.match(said('none', call({ progress: 'CALLING', recorded: false }), NOW).text, /not yet on record/);
  assert.match(said('none', call({ progress: 'CALLING', test: true }), NOW).text, /test call/);
});

test('a reading says what is, what it goes to, or why nothing can be set', () => {
  assert.deepEqual(reading('temperature', control(), 21.44), { value: '22.0 °C', note: 'now 21.4 °C' });
  assert.deepEqual(reading('temperature', control({ wanted: 22.5 }), 21.4), { value: '22.0 °C', note: 'goes to 22.5 °C' });
  assert.deepEqual(reading('light', control({ value: 0, wanted: 0 }), null), { value: 'Off', note: '' });
  assert.equal(reading('light', control({ value: 40, wanted: 40 }), null).value, '40 %');
  assert.equal(reading('light', control({ possible: 'AWAY' }), null).note, 'Not possible just now');
  assert.equal(reading('temperature', control({ possible: 'STAFF' }), 21).note, 'Set by the care team');
  assert.equal(reading('temperature', control({ value: null }), null).value, '–');
});

test('a step is offered where there is one', () => {
  assert.equal(mayStep(control(), true), true);
  assert.equal(mayStep(control({ wanted: 25 }), true), false);
  assert.equal(mayStep(control({ wanted: 25 }), false), true);
  assert.equal(mayStep(control({ possible: 'STAFF' }), false), false);
  assert.equal(mayStep(control({ min: null, max: null }), true), false);
});
