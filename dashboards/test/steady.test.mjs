import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLICK_MS, LONGEST_MS, Steady } from '../components/steady.js';

class Timers {
  now = 0;
  waiting = [];
  after(fn, ms) {
    const timer = { fn, at: this.now + ms };
    this.waiting.push(timer);
    return timer;
  }
  cancel(timer) {
    this.waiting = this.waiting.filter((x) => x !== timer);
  }
  pass(ms) {
    this.now += ms;
    for (const timer of this.waiting.filter((x) => x.at <= this.now)) {
      this.cancel(timer);
      timer.fn();
    }
  }
}

const item = (id, state = '') => ({ id, state });
const ids = (parts) => parts.map((part) => part.map((x) => x.id + x.state).join(' '));

function list() {
  const timers = new Timers();
  let moved = 0;
  const steady = new Steady(() => moved++, timers);
  return { timers, steady, show: (...parts) => ids(steady.order(parts, (x) => x.id)), moved: () => moved };
}

test('nothing joins, leaves or changes places under a finger, and all of it does when the click is through', () => {
  const { timers, steady, show, moved } = list();
  assert.deepEqual(show([item('b'), item('c')], [item('d')]), ['b c', 'd']);
  steady.hold();
  assert.deepEqual(show([item('a'), item('c')], [item('b')]), ['b c', 'd'], 'a joins above, b was taken, d has gone');
  steady.let();
  timers.pass(CLICK_MS - 1);
  assert.deepEqual(show([item('a'), item('c')], [item('b')]), ['b c', 'd']);
  timers.pass(1);
  assert.equal(moved(), 1, 'the page is asked to show it');
  assert.deepEqual(show([item('a'), item('c')], [item('b')]), ['a c', 'b']);
});

test('what stands there is shown as it is now', () => {
  const { steady, show } = list();
  show([item('b')]);
  steady.hold();
  assert.deepEqual(show([item('b', '!')]), ['b!']);
  assert.deepEqual(show([]), ['b!'], 'gone: as it was last');
});

test('a finger that stays keeps an alarm from the list for a second at most', () => {
  const { timers, steady, show } = list();
  show([item('b')]);
  steady.hold();
  timers.pass(LONGEST_MS - 1);
  assert.deepEqual(show([item('a'), item('b')]), ['b']);
  timers.pass(1);
  assert.deepEqual(show([item('a'), item('b')]), ['a b']);
});

test('letting go elsewhere changes nothing', () => {
  const { timers, steady, moved } = list();
  steady.let();
  timers.pass(LONGEST_MS);
  assert.equal(moved(), 0);
});
