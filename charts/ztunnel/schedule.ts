import { Duration } from 'cdk8s';
import { Cron } from 'croner';

/** Where the runs of a schedule are counted from; any fixed time does. */
const BEGINNING = new Date('2026-01-01T00:00:00Z');
/** How many runs are looked at: more than a year of a schedule that runs every week. */
const RUNS = 60;
/** A schedule of one time a day, on some days of the week. */
const WEEKLY = /^\d+ \d+ \* \* \S+$/;
/** How many runs of such a schedule show a whole week. */
const WEEK = 8;
/** For a schedule that runs once in all the years croner looks ahead, so that it has no gap: a leap year. */
const YEAR = Duration.days(366);

/** The longest time between two runs of a schedule in cron's five fields. */
export function longestGap(schedule: string): Duration {
  // An offset, because with the name of a time zone croner formats a date for each day it looks at.
  const cron = new Cron(schedule, { mode: '5-part', paused: true, utcOffset: 0 });
  const runs = cron.nextRuns(WEEKLY.test(schedule) ? WEEK : RUNS, BEGINNING);
  const gaps = runs.slice(1).map((run, index) => run.getTime() - (runs[index]?.getTime() ?? 0));
  return gaps.length === 0 ? YEAR : Duration.millis(Math.max(...gaps));
}
