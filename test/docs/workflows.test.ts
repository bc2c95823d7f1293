import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testWorkflow } from '../workflow-checks';

const FOLDER = path.join(__dirname, '..', '..', '.github', 'workflows');

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  testWorkflow(readFileSync(path.join(FOLDER, file), 'utf8'));
});
