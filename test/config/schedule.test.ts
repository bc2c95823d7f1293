import { cron, timeZone } from '../../config/fields';

const objection = (schema: ReturnType<typeof cron>, value: string): string | undefined =>
  schema.safeParse(value).error?.issues.map(({ message }) => message).join();

test.each(['0 3 * * 0', '*/10 * * * SUN', '5/15 0-6,12 ? JAN-MAR mon-fri', '@weekly', '@midnight'])(
  'a schedule that the CronJob controller takes is taken: %s', (value) => { expect(objection(cron(), value)).toBeUndefined(); },
);

test.each([
  ['60 3 * * *', 'is not a cron schedule: it has no minute in "60": numbers from 0 to 59, ranges forwards'],
  ['0 9-5 * * *', 'is not a cron schedule: it has no hour in "9-5": numbers from 0 to 23, ranges forwards'],
  ['0 3 L * *', 'is not a cron schedule: it has no day of the month in "L": numbers from 1 to 31, ranges forwards'],
  ['0 3 * * MON-SUN', 'is not a cron schedule: it has no day of the week in "MON-SUN": numbers from 0 to 6, ranges forwards'],
  ['0 3 * * 1#2', 'is not a cron schedule: it has no day of the week in "1#2": numbers from 0 to 6, ranges forwards'],
  ['TZ=UTC 0 3 * * *', 'is not a cron schedule: it must not name a time zone: timeZone does'],
  ['@reboot', 'is not a cron schedule: it must be five fields, or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, '
    + '@hourly'],
  ['@every 12h', 'is not a cron schedule: it must name times, not a distance between them'],
  ['0 3 30 2 *', 'is a schedule that never comes'],
])('a schedule that it would refuse is refused: %s', (value, message) => { expect(objection(cron(), value)).toBe(message); });

test.each(['UTC', 'Etc/GMT+1', 'EST5EDT', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince'])(
  'a time zone of the database is taken: %s', (value) => { expect(objection(timeZone(), value)).toBeUndefined(); },
);

test.each(['Europe/Londn', 'Mars/Olympus', 'Local', 'europe/london', 'GMT+2', ''])(
  'one that nobody has is refused: "%s"', (value) => { expect(objection(timeZone(), value)).toBe('is not an IANA time zone'); },
);
