import { longestGap } from '../../../charts/ztunnel/schedule';

test.each<[string, number]>([
  ['0 3 * * 0', 7 * 24],
  ['0 3 * * 1,4', 4 * 24],
  ['0 3 * * *', 24],
  ['0 */6 * * *', 6],
  ['*/10 * * * *', 1 / 6],
  // Many runs on one day of the week: the last at 23:50, the next at 00:00 six days later.
  ['*/10 * * * 0', 6 * 24 + 1 / 6],
  ['0 9-17 * * 1-5', 2 * 24 + 16],
  // Every day for half a year, then none.
  ['0 0 * 1-6 *', 185 * 24],
  ['0 4 1 * *', 31 * 24],
  ['30 2 31 * *', 61 * 24],
  ['0 0 1 1 *', 366 * 24],
  // A day of the month or of the week: either counts, as in any cron.
  ['0 0 1-7 * 0', 7 * 24],
  ['@weekly', 7 * 24],
  ['@annually', 366 * 24],
  ['@hourly', 1],
  // Only in leap years.
  ['0 0 29 2 *', 1461 * 24],
])('the longest time between two runs of "%s" is %d hours', (schedule, hours) => {
  expect(longestGap(schedule).toSeconds()).toBe(Math.round(hours * 3600));
});
