import path from 'node:path';
import { checkCalls, type Call, type Inspected, type Signature } from '../../host/cmdlet-calls';
import { host, writeFiles } from '../../host/lab';
import { describeWithPwsh, runPwshJson, withFolder } from '../../host/pwsh';
import { SIGNATURES } from '../../host/signatures';

function inspect(files: Readonly<Record<string, string>>): Inspected[] {
  const listed = Object.entries(files).map(([file, text]) => ({ file, text }));
  return runPwshJson<Inspected[]>(path.join(__dirname, '../../host/inspect.ps1'), listed);
}

function ownFunctions(all: readonly Inspected[]): Record<string, readonly string[]> {
  return Object.fromEntries(all.flatMap(({ functions }) => functions.map(({ name, parameters }) => [name, parameters])));
}

/** Parameters of a function that no call gives: by name, by place, from the pipe or in a table. */
function unused(name: string, parameters: readonly string[], calls: readonly Call[]): string[] {
  const given = new Set(calls.filter((call) => call.name === name).flatMap(({ parameters: named, positional, piped }) => {
    const known = new Set(named.map((each) => each.name.toLowerCase()));
    if (piped || positional.some(({ kind }) => kind === 'splat')) { return parameters; }
    // A named parameter that takes the word after it takes it from those that stand for a parameter by their place.
    const values = new Set(named.filter(({ takesNext }) => takesNext).map(({ element }) => element + 1));
    const placed = positional.filter(({ element }) => !values.has(element)).length;
    return [...parameters.filter((each) => known.has(each.toLowerCase())),
      ...parameters.filter((each) => !known.has(each.toLowerCase())).slice(0, placed)];
  }));
  return parameters.filter((each) => !given.has(each));
}

describeWithPwsh('every script', () => {
  const scripts = Object.fromEntries([...host()].filter(([file]) => file.endsWith('.ps1')));
  const names = Object.keys(scripts);
  let all: Inspected[] = [];
  beforeAll(() => { all = inspect(scripts); }, 60_000);
  const find = (file: string): Inspected | undefined => all.find((each) => each.file === file);

  test.each(names)('%s is read without an error, and holds nothing that Windows PowerShell 5.1 does not know', (file) => {
    expect(find(file)?.problems).toEqual([]);
  });

  test.each(names)('%s calls only cmdlets that exist, the way they want to be called', (file) => {
    const inspected = find(file);
    expect(inspected && checkCalls(inspected, SIGNATURES, ownFunctions(all))).toEqual([]);
  });

  test('a function is defined once, called somewhere, and given each of its parameters by somebody', () => {
    const defined = all.flatMap(({ file, functions }) => functions.map((each) => ({ file, ...each })));
    const calls = all.flatMap((each) => each.calls);
    const twice = defined.filter(({ name }, index) => defined.findIndex((other) => other.name === name) !== index);
    expect(twice.map(({ file, name }) => `${file}: ${name} is defined twice`)).toEqual([]);
    // A function may be called by a name that is put together, or inside a text.
    const texts = Object.values(scripts).join('\n').replaceAll(/^function .*$/gm, '');
    const uncalled = defined.filter(({ name }) => !texts.includes(name));
    expect(uncalled.map(({ file, name }) => `${file}: nobody calls ${name}`)).toEqual([]);
    expect(defined.flatMap(({ file, name, parameters }) => unused(name, parameters, calls).map((each) => `${file}: ${name} -${each}`)))
      .toEqual([]);
  });

  const verbs = names.filter((file) => !file.includes('/'));
  test.each(verbs)('%s has help for itself and each of its parameters, -WhatIf, and exit codes', (file) => {
    const help = find(file)?.help;
    expect(help?.synopsis.length).toBeGreaterThan(20);
    expect(help?.description).toContain('Exit codes:');
    expect(help?.examples).toBeGreaterThan(0);
    expect(help?.documented.map((name) => name.toLowerCase()).sort()).toEqual(help?.parameters.map((name) => name.toLowerCase()).sort());
    expect(help?.binding).toContain('SupportsShouldProcess');
  });

  test('every cmdlet on record is called somewhere', () => {
    const called = new Set(all.flatMap(({ calls }) => calls.map(({ name }) => name)));
    expect(Object.keys(SIGNATURES).filter((name) => !called.has(name))).toEqual([]);
  });

  test('PSScriptAnalyzer has nothing to say', () => {
    const { available, findings } = withFolder((folder) => {
      writeFiles(folder, new Map(Object.entries(scripts)));
      return runPwshJson<{ available: boolean; findings: string[] }>(
        path.join(__dirname, '../../host/analyze.ps1'),
        { folder, settings: path.join(__dirname, '../../../host/windows/PSScriptAnalyzerSettings.psd1') },
      );
    });
    if (!available) { process.stderr.write('SKIPPED, PSScriptAnalyzer is not on this machine\n'); }
    expect(findings).toEqual([]);
  }, 120_000);
});

describeWithPwsh('the check of scripts notices', () => {
  const mistakes: readonly [what: string, script: string, message: string][] = [
    ['a syntax error', 'if ($x) {', 'bad.ps1:1 Missing closing'],
    ['a ternary', '$a = $b ? 1 : 2', 'TernaryExpressionAst'],
    ['a null-coalescing operator', '$a = $b ?? 1', '??'],
    ['a null-conditional member', '$a = ${b}?.Length', '?.'],
    ['a pipeline chain', 'Get-VM && Get-VM', '&&'],
    ['$IsWindows without a guard', 'if ($IsWindows) { 1 }', '$IsWindows'],
    ['an unknown cmdlet', "1\nGet-VMS -Name 'a'", 'bad.ps1:2 Get-VMS is neither a cmdlet'],
    ['an unknown parameter', "Get-VM -Nome 'a'", 'bad.ps1:1 Get-VM has no parameter -Nome'],
    ['a value that is not accepted', 'Set-VM -Name a -AutomaticStopAction Sleep', 'does not take Sleep'],
    ['a text for a number', "New-VHD -Path 'a' -SizeBytes 'big' -Dynamic", 'takes a number'],
    ['a number that does not fit', "New-VM -Name 'a' -Generation 40000", 'does not fit'],
    ['a text for a truth value', "Set-VM -Name a -AutomaticCheckpointsEnabled 'no'", 'takes $true or $false'],
    ['a mix of parameter sets', "New-VM -Name a -NoVHD -NewVHDPath 'b'", 'mixes parameter sets'],
    ['a parameter that is required', 'Set-VM -ProcessorCount 2', 'lacks -Name'],
    ['too many values by position', "Get-VM 'a' 'b' 'c'", 'by position'],
    ['a parameter newer than Server 2019', 'Get-NetRoute -State Alive', 'newer than Windows Server 2019'],
    ['a cmdlet PowerShell 7 lacks', 'Get-WmiObject -Class x', 'does not exist in PowerShell 7'],
    ['-Parallel', '1 | ForEach-Object -Parallel { 2 }', 'has no parameter -Parallel'],
    ['a parameter our own function lacks', 'Get-Own -Wrong 1', 'Get-Own has no parameter -Wrong'],
    ['a splat', 'Get-VM @x', 'splat'],
    ['errors that end nothing', "Invoke-LabStep -Action { New-NetNat -Name 'a' -Confirm:$false }", '-ErrorAction Stop is given'],
    ['a generated cmdlet that asks', "Invoke-LabStep -Action { New-NetNat -Name 'a' -ErrorAction Stop }", '-Confirm:$false'],
    ['a -Confirm that does not exist', 'Set-Disk -Number 1 -ErrorAction Stop -Confirm:$false', 'Set-Disk has no -Confirm'],
    ['a question without an -ErrorAction', 'Get-NetNat', 'Get-NetNat needs an -ErrorAction of its own'],
    ['a change that -WhatIf does not stop', "Remove-NetNat -Name 'a' -Confirm:$false -ErrorAction Stop", 'changes Windows under -WhatIf'],
    ['a change in a question', "Invoke-LabStep -IsDone { Remove-NetNat -Name 'a' -Confirm:$false -ErrorAction Stop }", 'under -WhatIf'],
    ["a removal of Hyper-V's that asks", "Hyper-V\\Remove-VM -Name 'a' -Confirm:$false", 'Remove-VM asks unless -Force'],
    ['a move that can lose both files', "Move-Item -LiteralPath 'a' -Destination 'b' -Force", 'deletes before it moves'],
    ["a name that VMware's module has too", "Start-VM -Name 'a'", 'write Hyper-V\\Start-VM'],
  ];
  let found: Inspected[] = [];
  const extra: Record<string, Signature> = {
    'Get-WmiObject': { module: 'x', kind: 'cmdlet', notIn7: true, parameters: { Class: [{ type: 'String' }] } },
  };
  const OWN = { 'Get-Own': ['Right'], 'Invoke-LabStep': ['Action', 'IsDone'] };
  const GOOD = "if ('State') { Get-NetRoute -State Alive -ErrorAction Stop }\nHyper-V\\Get-VM | Hyper-V\\Get-VMNetworkAdapter\n"
    + "Hyper-V\\New-VHD -Path 'a' -SizeBytes 67108864 -Dynamic\nif (Test-Path variable:IsWindows) { $IsWindows }\n"
    + "Invoke-LabStep -Action { Remove-NetNat -Name 'a' -Confirm:$false -ErrorAction Stop }\n"
    + "function Remove-It { if ($PSCmdlet.ShouldProcess('a')) { Set-Disk -Number 1 -IsOffline $false -ErrorAction Stop } }";
  beforeAll(() => {
    found = inspect({ ...Object.fromEntries(mistakes.map(([, script], index) => [`${index}/bad.ps1`, script])), 'good.ps1': GOOD });
  }, 60_000);

  test.each(mistakes.map(([what, , message], index): [string, string, number] => [what, message, index]))('%s', (_what, message, index) => {
    const inspected = found[index];
    const said = inspected && [
      ...inspected.problems.map(({ line, what }) => `bad.ps1:${line} ${what}`),
      ...checkCalls(inspected, { ...SIGNATURES, ...extra }, OWN),
    ];
    expect(said?.join('\n')).toContain(message);
  });

  test('nothing in a call that is right', () => {
    const good = found.at(-1);
    expect(good && [...good.problems, ...checkCalls(good, SIGNATURES, OWN)]).toEqual([]);
  });
});
