import { Duration } from 'cdk8s/lib/duration';

/* Numbers of seconds: the one unit of PromQL, and of the durations of Kubernetes' own kinds. */

/** Seconds of a minute. */
export const MINUTE = Duration.minutes(1).toSeconds();
/** Seconds of an hour. */
export const HOUR = Duration.hours(1).toSeconds();
/** Seconds of a day. */
export const DAY = Duration.days(1).toSeconds();
