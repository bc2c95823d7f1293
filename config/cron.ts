import { goDuration } from './go-duration';

/*
 * Schedules as the API server and the CronJob controller read them: the standard parser of robfig/cron v3,
 * https://github.com/robfig/cron/blob/v3.0.1/parser.go. Other readers of cron differ in what is at the edges.
 */

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for numbers, from `least` on. */
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [] },
  { name: 'month', least: 1, most: 12, words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', least: 0, most: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** Schedules by name, each with its five fields: https://pkg.go.dev/github.com/robfig/cron/v3#hdr-Predefined_schedules. */
export const NAMED_SCHEDULES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};

/** What is wrong with a schedule; undefined for one that is right. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule === '') { return 'must not be empty'; }
  if (schedule.includes('TZ=')) { return 'must not name a time zone: timeZone does'; }
  if (schedule.startsWith('@every ')) {
    return goDuration(schedule.slice('@every '.length)) !== undefined ? undefined : 'must have a duration after @every, such as 1h30m';
  }
  if (schedule.startsWith('@')) {
    const names = Object.keys(NAMED_SCHEDULES);
    return names.includes(schedule) ? undefined : `must be five fields, or one of ${names.join(', ')}`;
  }
  const parts = partsOf(schedule);
  if (parts.length !== FIELDS.length) { return `must have ${FIELDS.length} fields, and has ${parts.length}`; }
  for (const [index, field] of FIELDS.entries()) {
    const wrong = rangesOf(parts[index]).find((range) => readRange(range, field) === undefined);
    if (wrong !== undefined) { return `has no ${field.name} in "${wrong}": numbers from ${field.least} to ${field.most}, ranges forwards`; }
  }
  return undefined;
}

/**
 * The five fields of a schedule written in one way only, `*` or a list of numbers, for readers of cron that know less than robfig's;
 * undefined for a schedule that has no fields, is wrong, or has a field without any value.
 */
export function plainSchedule(schedule: string): string | undefined {
  const parts = partsOf(Object.hasOwn(NAMED_SCHEDULES, schedule) ? NAMED_SCHEDULES[schedule]! : schedule);
  if (parts.length !== FIELDS.length) { return undefined; }
  const fields = FIELDS.map((field, index) => {
    const ranges = rangesOf(parts[index]).map((range) => readRange(range, field));
    if (ranges.length === 0 || ranges.includes(undefined)) { return undefined; }
    const values = new Set(ranges.flatMap((range) => range?.values ?? []));
    return ranges.some((range) => range?.isStar) ? '*' : [...values].sort((a, b) => a - b).join(',');
  });
  return fields.includes(undefined) ? undefined : fields.join(' ');
}

function partsOf(schedule: string): string[] {
  return schedule.split(/\s+/).filter((part) => part !== '');
}

/** The ranges of a field; commas too many are no error to robfig's parser. */
function rangesOf(field = ''): string[] {
  return field.split(',').filter((range) => range !== '');
}

interface Range {
  readonly values: readonly number[];
  /** Whether the field counts as one that is left open: days of the month and of the week then have to fit both, or else either. */
  readonly isStar: boolean;
}

function readRange(range: string, field: Field): Range | undefined {
  const [span = '', written, ...rest] = range.split('/');
  const [from = '', to, ...more] = span.split('-');
  const isOpen = from === '*' || from === '?';
  const step = written === undefined ? 1 : readNumber(written);
  if (rest.length > 0 || step === undefined || step === 0) { return undefined; }
  // What stands behind a star is not read: *-5 is *.
  if (isOpen) { return { values: steps(field.least, field.most, step), isStar: step === 1 }; }
  const first = readValue(from, field);
  const single = written === undefined ? first : field.most;
  const last = to === undefined ? single : readValue(to, field);
  if (more.length > 0 || first === undefined || last === undefined) { return undefined; }
  const isWithin = first >= field.least && last <= field.most && first <= last;
  return isWithin ? { values: steps(first, last, step), isStar: false } : undefined;
}

function steps(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function readValue(text: string, { words, least }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 ? least + word : readNumber(text);
}

/** Go's strconv.Atoi takes a plus; a minus cannot be there. */
function readNumber(text: string): number | undefined {
  return /^\+?\d+$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER ? Number(text) : undefined;
}
