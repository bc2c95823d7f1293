import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sizingPage } from './sizing/page';

writeFileSync(path.join(__dirname, '../docs/sizing.md'), sizingPage());
