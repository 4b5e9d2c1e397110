import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT_MS, Press } from '../bedside/press.js';

function button() {
  const sent = [];
  const made = { live: true, now: 0, waiting: [], changes: 0, sent };
  let number = 0;
  made.press = new Press(() => made.changes++, {
    say: (id) => made.live && sent.push(id) > 0,
    id: () => `p${++number}`,
    after: (fn, ms) => {
      const timer = { fn, at: made.now + ms };
      made.waiting.push(timer);
      return timer;
    },
    cancel: (timer) => (made.waiting = made.waiting.filter((x) => x !== timer)),
  });
  made.line = (live) => {
    made.live = live;
    made.press.line(live);
  };
  made.pass = (ms) => {
    made.now += ms;
    for (const timer of made.waiting.filter((x) => x.at <= made.now)) {
      made.waiting = made.waiting.filter((x) => x !== timer);
      timer.fn();
    }
  };
  return made;
}

test('a press is heard when the server says so', () => {
  const b = button();
  b.press.press();
  assert.equal(b.press.way, 'sending');
  b.press.press();
  assert.deepEqual(b.sent, ['p1'], 'what is on its way is not sent twice');
  b.press.heard('p0');
  assert.equal(b.press.way, 'sending', 'an older answer is no answer');
  b.press.heard('p1');
  assert.equal(b.press.way, 'none');
  b.press.press();
  assert.deepEqual(b.sent, ['p1', 'p2']);
});

test('without a line it is kept and sent at once when the line is back', () => {
  const b = button();
  b.line(false);
  b.press.press();
  assert.equal(b.press.way, 'kept');
  b.pass(KEPT_MS - 1);
  b.line(true);
  assert.equal(b.press.way, 'sending');
  assert.deepEqual(b.sent, ['p1']);
});

test('a line that is lost before the answer keeps the press, and it stays the same press', () => {
  const b = button();
  b.press.press();
  b.line(false);
  assert.equal(b.press.way, 'kept');
  b.line(true);
  assert.deepEqual(b.sent, ['p1', 'p1']);
  b.press.heard('p1');
  assert.equal(b.press.way, 'none');
});

test('who has waited too long is told that nobody has heard, and may press again', () => {
  const b = button();
  b.line(false);
  b.press.press();
  b.pass(KEPT_MS);
  assert.equal(b.press.way, 'failed');
  b.line(true);
  assert.deepEqual(b.sent, [], 'it is not sent behind the back of who was told that it was not');
  b.press.press();
  assert.deepEqual(b.sent, ['p2']);
});

test('an answer that comes late is an answer', () => {
  const b = button();
  b.press.press();
  b.pass(KEPT_MS);
  assert.equal(b.press.way, 'failed');
  b.press.heard('p1');
  assert.equal(b.press.way, 'none');
});

test('what the server refuses has failed, until a call stands all the same', () => {
  const b = button();
  b.press.press();
  b.press.refused('p1');
  assert.equal(b.press.way, 'failed');
  b.press.answered();
  assert.equal(b.press.way, 'none');
});
