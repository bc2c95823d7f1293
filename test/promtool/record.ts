import { writeFileSync } from 'node:fs';
import { promtoolVersion } from './ask';
import { askAll, fixtureOf } from './verdicts';

/* npm run promtool-verdicts: asks the promtool on the PATH about every trial, and keeps what it says. */

const version = promtoolVersion();
if (version === '') { throw new Error('promtool is not on the PATH; on Debian: apt-get install prometheus'); }
const verdicts = askAll();
const refused = Object.values(verdicts).filter((said) => said !== '').length;
writeFileSync(fixtureOf(version), `${JSON.stringify(verdicts, undefined, 1)}\n`);
process.stdout.write(`${fixtureOf(version)}: ${refused} of ${Object.keys(verdicts).length} refused\n`);
