// @ts-check
/** Requests to the server, and its refusals as errors with their stable key. */

export class Refused extends Error {
  /** @param {number} status @param {{error?:string, message?:string, seconds?:number}} body */
  constructor(status, body) {
    super(body.message ?? `HTTP ${status}`);
    this.status = status;
    this.key = body.error ?? 'internal';
    this.seconds = body.seconds ?? 0;
  }
}

/**
 * @param {string} method @param {string} path below /api/v1 @param {unknown} [body]
 * @returns {Promise<any>} throws Refused, or TypeError while the server cannot be reached
 */
async function request(method, path, body) {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: { 'X-Wardlight': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(10000),
  });
  if (answer.status === 204) return null;
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, json);
  return json;
}

/** @param {string} path */
export const get = (path) => request('GET', path);
/** @param {string} path @param {unknown} [body] */
export const post = (path, body) => request('POST', path, body ?? {});

/** Where to log in, and come back to this page afterwards. */
export function toLogin() {
  location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
}
