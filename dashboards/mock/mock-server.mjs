// @ts-check
/**
 * A server of scripted scenes that speaks docs/live-api.md, with Node's own modules only.
 * Run: node mock-server.mjs [port]; then open /station/?… and choose with POST /mock/scene/<name>.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BEDSIDE_SCENES } from './bedside-answers.mjs';
import { Scene, SCENES } from './scenes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** The policy of the real server: own files only, and the import map by its hash. @param {string} html */
function policy(html) {
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html);
  const hash = map ? ` 'sha256-${createHash('sha256').update(map[1]).digest('base64')}'` : '';
  return `default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'${hash}`;
}

/** One text frame, unmasked, as servers send it. @param {string} text */
function frame(text) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : body.length < 65536 ? Buffer.from([0x81, 126, body.length >> 8, body.length & 255]) : Buffer.concat([Buffer.from([0x81, 127, 0, 0, 0, 0]), Buffer.from(new Uint32Array([body.length]).buffer).swap32()]);
  return Buffer.concat([head, body]);
}

/** The texts of masked frames of a client, null for any other frame; all that our pages send at once fits into one read. @param {Buffer} data */
function* unframe(data) {
  for (let at = 0; at < data.length; ) {
    const text = (data[at] & 15) === 1;
    let length = data[at + 1] & 127;
    at += 2;
    if (length === 126) {
      length = data.readUInt16BE(at);
      at += 2;
    }
    const mask = data.subarray(at, at + 4);
    at += 4 + length;
    yield text ? data.subarray(at - length, at).map((b, i) => b ^ mask[i % 4]).toString() : null;
  }
}

/** @param {number} [port] 0 for any free one */
export async function startMock(port = 0) {
  const state = { scene: new Scene('calm'), sockets: new Set(), terminals: new Set(), deaf: false };
  const server = createServer(async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://mock');
    const chunks = [];
    for await (const c of req) chunks.push(c);
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString() || '{}') : {};
    if (url.pathname.startsWith('/api/v1/')) {
      if (state.deaf) return req.socket.destroy();
      const [status, answer] = state.scene.request(req.method ?? 'GET', url.pathname.slice(7), url.searchParams, body);
      res.writeHead(status, { 'Content-Type': 'application/json' });
      res.end(status === 204 ? '' : JSON.stringify(answer));
      for (const delta of state.scene.takeDeltas()) broadcast(delta);
      return;
    }
    let path = normalize(decodeURIComponent(url.pathname));
    if (path === '/') return res.writeHead(302, { Location: '/station/' }).end();
    if (path.endsWith('/')) path += 'index.html';
    if (path.startsWith('/lib/')) path = `/target${path}`;
    try {
      const file = await readFile(join(ROOT, path));
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'application/octet-stream';
      res.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': policy(type === 'text/html' ? file.toString() : '') });
      res.end(file);
    } catch {
      res.writeHead(404).end();
    }
  });
  /** @param {object} message */
  const broadcast = (message) => {
    if (!state.deaf) for (const s of state.sockets) s.write(frame(JSON.stringify(message)));
  };
  const everybody = () => [...state.sockets, ...state.terminals];
  server.on('upgrade', (req, socket) => {
    if (state.deaf) return socket.destroy();
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.on('error', () => {});
    const known = req.url === '/api/v1/bedside/live' ? state.terminals : state.sockets;
    socket.on('close', () => known.delete(socket));
    socket.on('data', (data) => {
      for (const text of unframe(data)) {
        if (!text) return socket.end();
        const message = JSON.parse(text);
        if (message.t === 'hello' && !state.deaf) known.add(socket);
        if (known === state.terminals) {
          if (!state.deaf) for (const answer of state.scene.bedside.say(message)) socket.write(frame(JSON.stringify(answer)));
          continue;
        }
        if (message.t === 'hello' && !state.deaf) socket.write(frame(JSON.stringify(state.scene.snapshot())));
        if (message.room) socket.write(frame(JSON.stringify(state.scene.roomFrame(message.room))));
      }
    });
  });
  const beat = setInterval(() => {
    broadcast({ t: 'beat', seq: state.scene.seq, now: state.scene.now() });
    if (!state.deaf) for (const s of state.terminals) s.write(frame(JSON.stringify({ t: 'beat', seq: 0, now: state.scene.now() })));
  }, 1000);
  await new Promise((done) => server.listen(port, '127.0.0.1', () => done(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** @param {string} name */
    scene(name) {
      state.scene = new Scene(name);
      state.deaf = false;
      for (const s of everybody()) s.destroy();
      return state.scene;
    },
    /** Sends what the scene has changed. */
    flush() {
      for (const delta of state.scene.takeDeltas()) broadcast(delta);
    },
    /** The line goes silent without closing. */
    silence() {
      state.deaf = true;
    },
    close() {
      clearInterval(beat);
      for (const s of everybody()) s.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock(Number(process.argv[2] ?? 8099));
  const name = process.argv[3] ?? 'night';
  if (!SCENES.includes(name)) throw new Error(`no scene ${name}; there are ${SCENES.join(', ')}`);
  mock.scene(name);
  console.log(`${mock.url}${BEDSIDE_SCENES.includes(name) ? '/bedside/' : '/station/'} shows "${name}"; any name and password log in`);
}
