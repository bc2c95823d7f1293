import { Duration } from 'cdk8s/lib/duration';
import { Cron } from 'croner';
import { plainSchedule } from '../../config/cron';

const DAY = 24 * 60 * 60 * 1000;
/** Where the runs of a schedule are counted from; any midnight does. */
const BEGINNING = new Date('2026-01-01T00:00:00Z').getTime();
/** How far days are looked at, in days: two leap years, so that a schedule of 29 February has a gap too. */
const HORIZON = 9 * 366;
/** The same for schedules of days of the week alone, which repeat every week. */
const WEEKS = 15;
/** For a schedule that never runs within that time. */
const YEAR = Duration.days(366);

/** The longest time between two runs of a schedule, in cron's five fields or by name. */
export function longestGap(schedule: string): Duration {
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = (plainSchedule(schedule) ?? '').split(' ');
  // Every day with runs has the same ones: one day shows them, however many there are.
  const times = runsOf(`${minute} ${hour} * * *`, 1).map((run) => run - BEGINNING);
  const isWeekly = dayOfMonth === '*' && month === '*';
  const days = runsOf(`0 0 ${dayOfMonth} ${month} ${dayOfWeek}`, isWeekly ? WEEKS : HORIZON);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const gaps = [...gapsOf(times), ...gapsOf(days).map((gap) => gap - last + first)];
  return days.length < 2 || gaps.length === 0 ? YEAR : Duration.millis(Math.max(...gaps));
}

/** The shortest time between two runs of a schedule on one day; undefined for one that runs once a day at most. */
export function shortestGap(schedule: string): Duration | undefined {
  const [minute = '*', hour = '*'] = (plainSchedule(schedule) ?? '').split(' ');
  const gaps = gapsOf(runsOf(`${minute} ${hour} * * *`, 1));
  return gaps.length === 0 ? undefined : Duration.millis(Math.min(...gaps));
}

/** The runs of a schedule within some days, in milliseconds. */
function runsOf(schedule: string, days: number): number[] {
  // An offset, because with the name of a time zone croner formats a date for each day it looks at.
  const cron = new Cron(schedule, { mode: '5-part', paused: true, utcOffset: 0 });
  const runs: number[] = [];
  let run = cron.nextRun(new Date(BEGINNING - 1000));
  while (run && run.getTime() < BEGINNING + days * DAY) {
    runs.push(run.getTime());
    run = cron.nextRun(run);
  }
  return runs;
}

function gapsOf(runs: readonly number[]): number[] {
  return runs.slice(1).map((run, index) => run - (runs[index] ?? run));
}
