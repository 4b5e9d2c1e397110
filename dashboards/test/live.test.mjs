import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveClient } from '../components/live.js';

/** A client with sockets and time in the test's hands. */
function client() {
  const world = { time: 0, timers: [], sockets: [], frames: [], states: [] };
  const surroundings = {
    connect: () => {
      const socket = { sent: [], closed: false, send: (d) => socket.sent.push(JSON.parse(d)), close: () => (socket.closed = true) };
      world.sockets.push(socket);
      return socket;
    },
    now: () => world.time,
    after: (fn, ms) => {
      const timer = { fn, at: world.time + ms };
      world.timers.push(timer);
      return timer;
    },
    cancel: (timer) => (world.timers = world.timers.filter((x) => x !== timer)),
    random: () => 1,
  };
  const live = new LiveClient((f) => world.frames.push(f), 'screen-1', surroundings);
  live.addEventListener('change', () => world.states.push(live.state));
  return {
    live,
    world,
    socket: () => world.sockets.at(-1),
    /** What was said over this connection, without the answers that say only that the page is there. */
    said() {
      return this.socket().sent.filter((message) => message.t !== 'here');
    },
    open() {
      this.socket().onopen();
    },
    receive(frame) {
      this.socket().onmessage({ data: JSON.stringify(frame) });
    },
    advance(ms) {
      const until = world.time + ms;
      for (;;) {
        const next = world.timers.filter((x) => x.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        world.time = next.at;
        world.timers = world.timers.filter((x) => x !== next);
        next.fn();
      }
      world.time = until;
    },
    upAt(seq) {
      live.start();
      this.open();
      this.receive({ t: 'snapshot', epoch: 'e', seq });
    },
  };
}

test('the first hello asks for everything and the snapshot makes it live', () => {
  const c = client();
  c.upAt(7);
  assert.deepEqual(c.said(), [{ t: 'hello', resume: null, room: null, ward: null, screen: 'screen-1' }]);
  assert.deepEqual(c.world.states, ['live']);
});

test('three seconds without a frame are a lost line, and the next hello resumes', () => {
  const c = client();
  c.upAt(7);
  c.receive({ t: 'delta', seq: 8 });
  c.advance(2999);
  assert.equal(c.live.state, 'live');
  c.advance(1);
  assert.equal(c.live.state, 'lost');
  assert.ok(c.socket().closed);
  c.advance(500);
  c.open();
  assert.deepEqual(c.socket().sent[0].resume, { epoch: 'e', seq: 8 });
  c.receive({ t: 'delta', seq: 9 });
  assert.equal(c.live.state, 'live');
  assert.equal(c.world.frames.length, 3);
});

test('beats keep the line alive', () => {
  const c = client();
  c.upAt(7);
  for (let i = 0; i < 10; i++) {
    c.advance(1000);
    c.receive({ t: 'beat', seq: 7 });
  }
  assert.equal(c.live.state, 'live');
});

test('each beat and snapshot is answered, also while the line only comes up again; deltas are too many for that', () => {
  const c = client();
  c.upAt(7);
  c.receive({ t: 'delta', seq: 8 });
  c.receive({ t: 'beat', seq: 8 });
  assert.deepEqual(c.socket().sent.slice(1), [{ t: 'here' }, { t: 'here' }]);
  c.socket().onclose();
  c.advance(500);
  c.open();
  c.receive({ t: 'beat', seq: 8 });
  assert.deepEqual(c.socket().sent.slice(1), [{ t: 'here' }]);
});

test('what a page fails to show it does not answer', () => {
  const c = client();
  c.upAt(7);
  const answers = c.socket().sent.length;
  c.live.onFrame = () => {
    throw new Error('broken');
  };
  assert.throws(() => c.receive({ t: 'beat', seq: 7 }), /broken/);
  assert.equal(c.socket().sent.length, answers);
});

test('a missing delta is never applied over: the line is dropped and everything asked anew', () => {
  const c = client();
  c.upAt(7);
  c.receive({ t: 'delta', seq: 9 });
  assert.equal(c.live.state, 'lost');
  assert.equal(c.world.frames.length, 1);
  c.advance(500);
  c.open();
  assert.equal(c.socket().sent[0].resume, null);
});

test('a beat that is ahead of us shows a missing delta too', () => {
  const c = client();
  c.upAt(7);
  c.receive({ t: 'beat', seq: 8 });
  assert.equal(c.live.state, 'lost');
});

test('waiting doubles up to its bound and starts small again after a success', () => {
  const c = client();
  c.live.start();
  const waits = [];
  for (let i = 0; i < 7; i++) {
    const n = c.world.sockets.length;
    c.socket().onclose();
    const from = c.world.time;
    while (c.world.sockets.length === n) c.advance(100);
    waits.push(c.world.time - from);
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  c.open();
  c.receive({ t: 'snapshot', epoch: 'e', seq: 1 });
  const n = c.world.sockets.length;
  c.socket().onclose();
  c.advance(500);
  assert.equal(c.world.sockets.length, n + 1);
});

test('frames of a socket that was given up are ignored', () => {
  const c = client();
  c.upAt(7);
  const old = c.socket();
  c.advance(3000);
  old.onmessage({ data: JSON.stringify({ t: 'delta', seq: 8 }) });
  assert.equal(c.world.frames.length, 1);
});

test('an ended session is not tried again', () => {
  const c = client();
  c.upAt(7);
  let reason;
  c.live.addEventListener('bye', (e) => (reason = e.detail));
  c.receive({ t: 'bye', reason: 'session.ended' });
  c.advance(60_000);
  assert.equal(reason, 'session.ended');
  assert.equal(c.world.sockets.length, 1);
});

test('a page that slept notices at once when it wakes', () => {
  const c = client();
  c.upAt(7);
  c.world.time += 5000; // timers of hidden pages may not have run
  c.live.check();
  assert.equal(c.live.state, 'lost');
});

test('what the screen shows is said in the hello, and again only when it changes', () => {
  const c = client();
  c.live.watch({ room: '203', ward: 'ward-a' });
  c.upAt(7);
  assert.deepEqual([c.socket().sent[0].room, c.socket().sent[0].ward], ['203', 'ward-a']);
  c.live.watch({ ward: 'ward-a' });
  c.live.watch({ ward: null });
  assert.deepEqual(c.said().slice(1), [{ t: 'watch', room: '203', ward: null }]);
});

test('what is seen is told while the line stands', () => {
  const c = client();
  assert.equal(c.live.seen('a'), false);
  c.upAt(7);
  assert.equal(c.live.seen('a'), true);
  assert.deepEqual(c.said()[1], { t: 'seen', alarm: 'a' });
});

test('somebody who waits for the line has it tried at once, and only once', () => {
  const c = client();
  c.upAt(7);
  c.socket().onclose();
  const before = c.world.sockets.length;
  c.live.hurry();
  c.live.hurry();
  assert.equal(c.world.sockets.length, before + 1);
  c.open();
  c.receive({ t: 'snapshot', epoch: 'e', seq: 7 });
  assert.equal(c.live.state, 'live');
  c.live.hurry();
  c.advance(1000);
  assert.equal(c.world.sockets.length, before + 1, 'a line that stands is left alone');
});

test('what is said while the line is lost is not said', () => {
  const c = client();
  c.upAt(7);
  assert.equal(c.live.say({ t: 'call', id: 'p1' }), true);
  assert.deepEqual(c.socket().sent.at(-1), { t: 'call', id: 'p1' });
  c.socket().onclose();
  assert.equal(c.live.say({ t: 'call', id: 'p2' }), false);
});

test('who loses the line between the parts of a snapshot gets everything anew', () => {
  const c = client();
  c.live.start();
  c.open();
  c.receive({ t: 'snapshot', epoch: 'e', seq: 7, left: 2 });
  c.receive({ t: 'part', ward: 'ward-a', left: 1 });
  assert.equal(c.live.state, 'live');
  c.receive({ t: 'delta', seq: 8 });
  c.advance(3500);
  c.open();
  assert.equal(c.socket().sent[0].resume, null);
});

test('who has all parts gets only what was missed', () => {
  const c = client();
  c.live.start();
  c.open();
  c.receive({ t: 'snapshot', epoch: 'e', seq: 7, left: 1 });
  c.receive({ t: 'delta', seq: 8 });
  c.receive({ t: 'part', ward: 'ward-a', left: 0 });
  c.advance(3500);
  c.open();
  assert.deepEqual(c.socket().sent[0].resume, { epoch: 'e', seq: 8 });
});
