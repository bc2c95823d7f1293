import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describeWithPwsh } from './pwsh';

describeWithPwsh('a question before something is removed', () => {
  test('takes only a yes for a yes: Enter means no', () => {
    const { stdout } = spawnSync(
      'pwsh',
      ['-NoProfile', '-File', path.join(__dirname, 'questions.ps1'), '-Lib', path.join(__dirname, '../../host/windows/lib'), '-Times', '3'],
      { input: '\nn\ny\n', encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
    );
    expect(stdout.match(/answer: \w+/g)).toEqual(['answer: False', 'answer: False', 'answer: True']);
    expect(stdout).toContain('(default is "N")');
    // AND input from a pipe is nobody to ask
    expect(stdout).toContain('interactive: False');
  }, 60_000);
});
