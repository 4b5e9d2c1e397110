// @ts-check
/**
 * Trends made ready for drawing: gaps stay gaps.
 * @typedef {import('./types.js').Trend} Trend
 * @typedef {Trend['buckets'][number]} Bucket start, min, mean, max, last, samples
 */

/**
 * The stretches without a missing bucket in between; no line may cross from one to the next.
 * @param {Trend} trend
 * @returns {Bucket[][]}
 */
export function stretches(trend) {
  /** @type {Bucket[][]} */ const out = [];
  let end = -Infinity;
  for (const b of trend.buckets) {
    if (b[0] > end + trend.width * 500) out.push([]);
    out[out.length - 1].push(b);
    end = b[0] + trend.width * 1000;
  }
  return out;
}

/**
 * Where nothing was recorded, as [from, to] in epoch milliseconds.
 * @param {Trend} trend @param {number} from @param {number} to
 * @returns {[number, number][]}
 */
export function gaps(trend, from, to) {
  /** @type {[number, number][]} */ const out = [];
  let end = from;
  for (const s of stretches(trend)) {
    if (s[0][0] > end + trend.width * 500) out.push([end, s[0][0]]);
    end = s[s.length - 1][0] + trend.width * 1000;
  }
  if (to > end + trend.width * 2000) out.push([end, to]);
  return out;
}

/** The bucket that holds this instant. @param {Trend} trend @param {number} at */
export function bucketAt(trend, at) {
  return trend.buckets.find((b) => at >= b[0] && at < b[0] + trend.width * 1000);
}

/**
 * Hours with their lowest, mean and highest value, for the table; hours without samples are missing.
 * @param {Trend} trend
 */
export function hourly(trend) {
  /** @type {Map<number, {low:number, high:number, sum:number, samples:number}>} */ const hours = new Map();
  for (const [start, min, mean, max, , samples] of trend.buckets) {
    const hour = Math.floor(start / 3600000) * 3600000;
    const h = hours.get(hour) ?? { low: Infinity, high: -Infinity, sum: 0, samples: 0 };
    hours.set(hour, { low: Math.min(h.low, min), high: Math.max(h.high, max), sum: h.sum + mean * samples, samples: h.samples + samples });
  }
  return [...hours].map(([hour, h]) => ({ hour, low: h.low, mean: h.sum / h.samples, high: h.high }));
}

/**
 * Round values for an axis, covering low to high.
 * @param {number} low @param {number} high @param {number} about how many
 */
export function ticks(low, high, about) {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const out = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step / 1000; v += step) out.push(Number(v.toFixed(6)));
  return out;
}
