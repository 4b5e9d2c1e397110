// @ts-check
/** Times for people: ages count up, deadlines count down, clocks show the facility's zone. */

/** @param {number} seconds */
const two = (seconds) => String(seconds).padStart(2, '0');
const MINUTE = 60000;
/** Clocks of all zones stand on a multiple of it together. */
const GRAIN = 5 * MINUTE;

/**
 * A running time, as on a stopwatch: 0:12, 15:03, 2:05:10.
 * @param {number} ms negative counts as 0
 */
export function stopwatch(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  const m = Math.floor(s / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/**
 * The age of something: to the second in its first hour, then in hours and minutes, then days.
 * @param {number} ms
 */
export function age(ms) {
  const min = Math.max(0, Math.floor(ms / 60000));
  if (min < 60) return stopwatch(ms);
  if (min < 48 * 60) return `${Math.floor(min / 60)} h ${two(min % 60)}`;
  return `${Math.floor(min / 1440)} d`;
}

/**
 * Milliseconds of an ISO-8601 duration such as PT15M or PT2H30M; NaN if it is none.
 * @param {string} iso
 */
export function durationMs(iso) {
  const m = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(iso);
  if (!m || iso === 'P' || iso.endsWith('T')) return NaN;
  const [, d, h, min, s] = m.map((x) => Number(x ?? 0));
  return (((d * 24 + h) * 60 + min) * 60 + s) * 1000;
}

/** @param {string|number|null|undefined} instant ISO or epoch milliseconds */
export function toMs(instant) {
  if (instant === null || instant === undefined) return NaN;
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

/** Clock times in one zone and language. */
export class Clock {
  /** @param {string} zone IANA name @param {string} language BCP 47 */
  constructor(zone, language) {
    /** @param {Intl.DateTimeFormatOptions} o */
    const format = (o) => new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', ...o });
    this.hm = format({ hour: '2-digit', minute: '2-digit' });
    this.hms = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
    this.weekdayHm = format({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
    this.dayHm = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
    this.dayMonth = format({ day: 'numeric', month: 'short' });
    this.day = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  }

  /** 02:26 @param {number} ms */
  minute(ms) {
    return Number.isFinite(ms) ? this.hm.format(ms) : '–';
  }

  /** 02:26:13 @param {number} ms */
  second(ms) {
    return Number.isFinite(ms) ? this.hms.format(ms) : '–';
  }

  /**
   * When the facility's clocks stand on a multiple of so many minutes, or so long after one; its hours are not those of UTC, and a night may have one more or less.
   * @param {number} step in minutes, a divisor of a day @param {number} from @param {number} to @param {number} [phase] in minutes
   */
  every(step, from, to, phase = 0) {
    const out = [];
    for (let at = Math.ceil(from / GRAIN) * GRAIN; at <= to; at += GRAIN) {
      const [hour, minute] = this.hm.format(at).split(':').map(Number);
      if ((hour * 60 + minute) % step !== phase) continue;
      out.push(at);
      // The next is not nearer, even when the hour is put forward.
      at += Math.max(0, (step - 60) * MINUTE - GRAIN);
    }
    return out;
  }

  /** 22 Nov @param {number} ms */
  date(ms) {
    return this.dayMonth.format(ms);
  }

  /** 22 Nov, 02:26 @param {number} ms */
  dayMinute(ms) {
    return Number.isFinite(ms) ? this.dayHm.format(ms) : '–';
  }

  /** 02:26, with the weekday or date if it was another day. @param {number} ms @param {number} now */
  since(ms, now) {
    if (!Number.isFinite(ms)) return '–';
    if (this.day.format(ms) === this.day.format(now)) return this.hm.format(ms);
    return (now - ms < 6 * 86400000 ? this.weekdayHm : this.dayHm).format(ms);
  }
}
