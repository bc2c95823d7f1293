import { goDuration } from './go-duration';

/* Schedules as the API server reads them: five fields, as in github.com/robfig/cron/v3, which is what it uses. */

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
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) { return `must have ${FIELDS.length} fields, and has ${parts.length}`; }
  for (const [index, field] of FIELDS.entries()) {
    const wrong = (parts[index] ?? '').split(',').find((range) => !isRange(range, field));
    if (wrong !== undefined) { return `has no ${field.name} in "${wrong}": numbers from ${field.least} to ${field.most}, ranges forwards`; }
  }
  return undefined;
}

function isRange(range: string, field: Field): boolean {
  const [span = '', step, ...rest] = range.split('/');
  const [from = '', to, ...more] = span.split('-');
  if (rest.length > 0 || more.length > 0 || (step !== undefined && !/^0*[1-9]\d*$/.test(step))) { return false; }
  if (from === '*' || from === '?') { return to === undefined; }
  const [first, last] = [numberOf(from, field), numberOf(to ?? from, field)];
  return first !== undefined && last !== undefined && first >= field.least && last <= field.most && first <= last;
}

function numberOf(text: string, { words, least }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) { return least + word; }
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
