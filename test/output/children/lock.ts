import { appendFileSync } from 'node:fs';
import { withLock } from '../../../output/lock';
import { pause } from '../../../output/retry';

/** Takes the lock with patience, and says when it comes in and when it goes out: `lock.ts LOCK LOG`. */
const [lock = '', log = ''] = process.argv.slice(2);
withLock(lock, () => {
  appendFileSync(log, 'in ');
  pause(30);
  appendFileSync(log, 'out ');
}, 20_000);
