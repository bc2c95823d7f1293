/**
 * Checks calls of Windows cmdlets against Microsoft's reference (cmdlets.json), which says more than the machine the tests run on could:
 * on Linux there is neither Hyper-V nor Storage.
 */

/** One way a parameter is used; without `sets` it belongs to every parameter set. */
export interface ParameterUse {
  readonly type: string;
  readonly sets?: readonly string[];
  readonly position?: number;
  readonly required?: boolean;
  readonly aliases?: readonly string[];
  readonly values?: readonly string[];
  readonly pipeline?: string;
  readonly newerThanServer2019?: boolean;
}

export interface Signature {
  readonly module: string;
  /** What it is on Windows; `cdxml` is a function generated from a description of WMI classes, which sees global preferences only. */
  readonly kind: 'cmdlet' | 'cdxml' | 'function';
  /** From which `$ConfirmPreference` on it asks, where that was seen. */
  readonly confirmImpact?: string;
  readonly defaultSet?: string;
  readonly parameters: Readonly<Record<string, readonly ParameterUse[]>>;
  readonly newerThanServer2019?: boolean;
  readonly notIn7?: boolean;
}

interface Value { readonly kind: string; readonly value: string }

export interface Call {
  readonly name: string;
  readonly line: number;
  readonly parameters: readonly (Value & {
    readonly name: string;
    readonly line: number;
    readonly takesNext: boolean;
    readonly element: number;
  })[];
  readonly positional: readonly (Value & { readonly element: number })[];
  readonly piped: boolean;
  readonly guards: readonly string[];
  /** The module that the call names, as in `Hyper-V\Get-VM`; empty without. */
  readonly module: string;
  /** It stands in the -Action of a step or behind ShouldProcess. */
  readonly gated: boolean;
}

export interface Inspected {
  readonly file: string;
  readonly problems: readonly { readonly line: number; readonly what: string }[];
  readonly calls: readonly Call[];
  readonly functions: readonly {
    readonly name: string;
    readonly line: number;
    readonly parameters: readonly string[];
    readonly lines: number;
  }[];
  readonly help: {
    readonly synopsis: string;
    readonly description: string;
    readonly examples: number;
    readonly documented: readonly string[];
    readonly parameters: readonly string[];
    readonly binding: string;
  } | null;
}

const COMMON = [
  'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ErrorVariable', 'WarningVariable', 'InformationVariable',
  'OutVariable', 'OutBuffer', 'PipelineVariable', 'WhatIf', 'Confirm',
];
const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  Byte: [0n, 255n], Int16: [-(2n ** 15n), 2n ** 15n - 1n], Int32: [-(2n ** 31n), 2n ** 31n - 1n], Int64: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt16: [0n, 2n ** 16n - 1n], UInt32: [0n, 2n ** 32n - 1n], UInt64: [0n, 2n ** 64n - 1n],
};

/** The functions that the scripts define, each with its parameters. */
export type OwnFunctions = Readonly<Record<string, readonly string[]>>;

/** Everything that is wrong with the calls of a file, each with its line. */
export function checkCalls(inspected: Inspected, signatures: Readonly<Record<string, Signature>>, own: OwnFunctions): string[] {
  const known = new Map(Object.entries(signatures).map(([name, signature]) => [name.toLowerCase(), { name, signature }]));
  const functions = new Map(Object.entries(own).map(([name, parameters]) => [name.toLowerCase(), parameters]));
  return inspected.calls.flatMap((call) => {
    const where = `${inspected.file}:${call.line}`;
    const parameters = functions.get(call.name.toLowerCase());
    if (parameters) { return checkOwn(call, parameters).map((what) => `${where} ${what}`); }
    const found = known.get(call.name.toLowerCase());
    if (!found) { return [`${where} ${call.name} is neither a cmdlet of Windows nor a function of these scripts`]; }
    return checkCall(call, found.name, found.signature).map((what) => `${where} ${what}`);
  });
}

function checkOwn(call: Call, parameters: readonly string[]): string[] {
  return call.parameters
    .filter(({ name }) => ![...parameters, ...COMMON].some((known) => same(known, name)))
    .map(({ name }) => `${call.name} has no parameter -${name}`);
}

function checkCall(call: Call, name: string, signature: Signature): string[] {
  const problems: string[] = [];
  if (call.name !== name) { problems.push(`${call.name} is written ${name}`); }
  if (signature.notIn7) { problems.push(`${name} does not exist in PowerShell 7`); }
  if (signature.newerThanServer2019 && !call.guards.includes(name)) {
    problems.push(`${name} is newer than Windows Server 2019 and stands in no if that asks for it`);
  }
  const uses: { parameter: string; uses: readonly ParameterUse[] }[] = [];
  const taken = new Set<number>();
  for (const given of call.parameters) {
    const entry = Object.entries(signature.parameters)
      .find(([parameter, all]) => same(parameter, given.name)
        || all.some(({ aliases }) => aliases?.some((alias) => same(alias, given.name))));
    if (!entry) {
      if (!COMMON.some((common) => same(common, given.name))) { problems.push(`${name} has no parameter -${given.name}`); }
      if (given.takesNext) { taken.add(given.element + 1); }
      continue;
    }
    const [parameter, all] = entry;
    if (!same(parameter, given.name) && !COMMON.includes(parameter)) {
      problems.push(`${name} -${given.name} is an alias of -${parameter}`);
    }
    const isSwitch = all.every(({ type }) => type === 'SwitchParameter');
    if (given.takesNext && !isSwitch) { taken.add(given.element + 1); }
    if (all.some((use) => use.newerThanServer2019) && !call.guards.includes(parameter)) {
      problems.push(`${name} -${parameter} is newer than Windows Server 2019 and stands in no if that asks for it`);
    }
    const isRefused = !isSwitch && all.every((use) => objectTo(use, given) !== undefined);
    const objection = isRefused ? objectTo(all[0], given) : undefined;
    if (objection) { problems.push(`${name} -${parameter} ${objection}`); }
    uses.push({ parameter, uses: all });
  }
  problems.push(...checkKind(call, name, signature));
  const positional = call.positional.filter(({ element }) => !taken.has(element));
  if (positional.some(({ kind }) => kind === 'splat')) {
    return [...problems, `${name} is called with a splat, whose parameters cannot be checked`];
  }
  return [...problems, ...checkSets(call, name, signature, uses, positional.length)];
}

/** Compiled cmdlets of Hyper-V with a question of their own, which -Confirm:$false does not answer. */
const ASKS_UNLESS_FORCED = [
  'Remove-VM', 'Remove-VMSwitch', 'Stop-VM', 'Restart-VM', 'Remove-VMGroup', 'Merge-VHD', 'Update-VMVersion', 'New-VM', 'Copy-VMFile',
];

/** What the kind of a cmdlet asks of its callers, so that no preference of a session decides what a script does. */
function checkKind(call: Call, name: string, signature: Signature): string[] {
  const given = (parameter: string): Value | undefined => call.parameters.find((each) => same(each.name, parameter));
  const problems: string[] = [];
  if (signature.module === 'Hyper-V' && call.module !== 'Hyper-V') {
    problems.push(`${name} is also a command of VMware; write Hyper-V\\${name}`);
  }
  if (ASKS_UNLESS_FORCED.includes(name) && !given('Force')) { problems.push(`${name} asks unless -Force is given`); }
  if (name === 'Move-Item' && given('Force')) { problems.push('Move-Item -Force deletes before it moves; use Write-LabText'); }
  const changes = !name.startsWith('Get-');
  const hasConfirm = signature.parameters['Confirm'] !== undefined;
  for (const parameter of ['Confirm', 'WhatIf']) {
    if (given(parameter) && signature.parameters[parameter] === undefined) { problems.push(`${name} has no -${parameter}`); }
  }
  if (signature.kind !== 'cdxml') { return problems; }
  const action = given('ErrorAction');
  if (changes && action?.value !== 'Stop') { problems.push(`${name} goes on after an error unless -ErrorAction Stop is given`); }
  if (!changes && !['Stop', 'SilentlyContinue'].includes(action?.value ?? '')) {
    problems.push(`${name} needs an -ErrorAction of its own`);
  }
  if (changes && hasConfirm && given('Confirm')?.value !== 'false') { problems.push(`${name} may ask unless -Confirm:$false is given`); }
  if (changes && !call.gated) {
    problems.push(`${name} changes Windows under -WhatIf: it is neither in a step nor behind ShouldProcess`);
  }
  return problems;
}

/** A parameter that a call names, and what the sets of the cmdlet say about it. */
interface Given {
  readonly parameter: string;
  readonly uses: readonly ParameterUse[];
}

/** Some parameter set must hold every parameter that is given, and all it requires. */
function checkSets(call: Call, name: string, signature: Signature, given: readonly Given[], positional: number): string[] {
  const all = Object.values(signature.parameters).flat().flatMap(({ sets }) => sets ?? []);
  // The default set first: its complaint is the one a reader expects.
  const sets = all.length === 0 ? [undefined] : [...new Set(all)]
    .sort((a, b) => Number(b === signature.defaultSet) - Number(a === signature.defaultSet));
  const fits = (set: string | undefined, { sets: its }: ParameterUse): boolean =>
    set === undefined || its === undefined || its.includes(set);
  const holding = sets.filter((set) => given.every(({ uses }) => uses.some((use) => fits(set, use))));
  if (holding.length === 0) { return [`${name} mixes parameter sets: ${given.map(({ parameter }) => `-${parameter}`).join(' ')}`]; }
  const lacks = holding.map((set) => {
    const inSet = Object.entries(signature.parameters)
      .flatMap(([parameter, uses]) => uses.filter((use) => fits(set, use)).map((use) => ({ parameter, use })))
      .filter(({ parameter }) => !given.some((each) => each.parameter === parameter));
    const slots = inSet.filter(({ use }) => use.position !== undefined).sort((a, b) => (a.use.position ?? 0) - (b.use.position ?? 0));
    const filled = new Set(slots.slice(0, positional).map(({ parameter }) => parameter));
    if (slots.length < positional) { return `takes ${slots.length} value(s) by position, not ${positional}`; }
    const missing = inSet
      .filter(({ parameter, use }) => use.required && !filled.has(parameter) && !(call.piped && use.pipeline !== undefined));
    return missing.length > 0 ? `lacks -${missing.map(({ parameter }) => parameter).join(', -')}` : undefined;
  });
  const complete = lacks.some((lack) => lack === undefined);
  return complete ? [] : [`${name} ${lacks[0] ?? ''}`];
}

function objectTo(use: ParameterUse | undefined, { kind, value }: Value): string | undefined {
  if (!use || kind === 'unknown') { return undefined; }
  if (kind === 'switch') { return 'has no value'; }
  const type = use.type.replace(/^System\./, '').replace(/\[\]$/, '');
  if (use.values && kind === 'string' && !use.values.some((known) => same(known, value))) {
    return `does not take ${value}; it takes ${use.values.join(', ')}`;
  }
  const range = INTEGERS[type];
  if (range) {
    if (kind !== 'number' && !(kind === 'string' && /^-?\d+$/.test(value))) { return `takes a number, not ${value}`; }
    return BigInt(value) >= range[0] && BigInt(value) <= range[1] ? undefined : `takes a ${type}, and ${value} does not fit`;
  }
  if (type === 'Boolean' && kind !== 'bool') { return `takes $true or $false, not ${value}`; }
  if (type === 'ScriptBlock' && kind !== 'block') { return `takes a script block, not ${value}`; }
  if (type === 'Guid' && kind === 'string' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
    return `takes a GUID, not ${value}`;
  }
  return undefined;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
