import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { Homelab } from '../../charts/homelab';
import { readConfig, type LoadedConfig } from '../../charts/load-config';
import { RULES } from '../../check/rules';
import { checkLab, type Verdict } from '../../check/run';
import { ConfigError } from '../../config/problem';
import { synthesiseHost } from '../../host';
import { nodeSeed } from '../../host/node';
import { gatewayHostnames } from '../../synth/gateway-hostnames';
import { renderedLab, toManifests } from '../../synth/render';
import { validateLab } from '../../synth/validate';
import { bootstrapOf } from './bootstrap-files';

/** Folder of the labs that are judged by what they mean. */
const MEANING = path.join(__dirname, '..', 'fixtures', 'meaning');
const BASE = readFileSync(path.join(MEANING, 'base.yaml'), 'utf8');

/** One lab, and what is to be said of it. */
export interface MeaningCase {
  /** A sentence. */
  readonly name: string;
  /** The whole text of a homelab.yaml. @default - base.yaml with `edits` and without `removes` */
  readonly lab?: string;
  /** Values to put over base.yaml, by their paths, such as `services[0].port`. An index after the last one adds an item. */
  readonly edits?: Readonly<Record<string, unknown>>;
  /** Paths to take out of base.yaml. */
  readonly removes?: readonly string[];
  /** What stops the synth: every line, whole. @default - nothing */
  readonly says?: readonly string[];
  /** Lines that are said without stopping it: every line, whole. @default - none */
  readonly warns?: readonly string[];
}

/** What a synth says of a lab. */
export interface Answer {
  /** The lines that stop it. */
  readonly says: readonly string[];
  /** The lines that do not. */
  readonly warns: readonly string[];
}

/** Names of the files with cases in a folder, without their ending. */
export function classesOf(folder: 'refused' | 'accepted'): string[] {
  const files = readdirSync(path.join(MEANING, folder)).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => path.basename(file, '.yaml')).sort();
}

/** The cases of one file. */
export function casesOf(folder: 'refused' | 'accepted', name: string): MeaningCase[] {
  return (documentOf(folder, name).toJS() ?? []) as MeaningCase[];
}

/** Writes what is said now into a file of refused labs; its comments stay. */
export function writeAnswers(name: string, answers: readonly Answer[]): void {
  const document = documentOf('refused', name);
  for (const [index, { says, warns }] of answers.entries()) {
    const item = document.getIn([index], true);
    if (isMap(item)) { item.flow = false; }
    for (const [key, lines] of Object.entries({ says, warns })) {
      if (lines.length > 0) { document.setIn([index, key], document.createNode(lines)); } else { document.deleteIn([index, key]); }
    }
  }
  writeFileSync(path.join(MEANING, 'refused', `${name}.yaml`), document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}

function documentOf(folder: string, name: string): Document {
  return parseDocument(readFileSync(path.join(MEANING, folder, `${name}.yaml`), 'utf8'));
}

/** The text of a case's homelab.yaml. @throws Error for an edit that has no place in base.yaml */
export function labOfCase({ lab, edits = {}, removes = [] }: MeaningCase): string {
  if (lab !== undefined) { return whole(lab); }
  const document = parseDocument(BASE);
  for (const each of removes) {
    if (!document.deleteIn(partsOf(each))) { throw new Error(`${each} is not in base.yaml`); }
  }
  for (const [at, value] of Object.entries(edits)) { document.setIn(existing(document, partsOf(at)), document.createNode(value)); }
  return whole(document.toString({ lineWidth: 0 }));
}

/** Secrets are made up, and written with a sign inside, so that no forge takes this repository for one that has real ones. */
function whole(text: string): string { return text.replaceAll('§', ''); }

/** `a.b[0]` as keys and indexes; a key with a dot in it is not sayable. */
function partsOf(at: string): (string | number)[] {
  return [...at.matchAll(/[^.[\]]+/g)].map(([part]) => /^\d+$/.test(part) ? Number(part) : part);
}

/** Makes sure that lists on the way to an edit exist: the document would make mappings with numbers for keys of them. */
function existing(document: Document, parts: readonly (string | number)[]): readonly (string | number)[] {
  for (const [depth, part] of parts.entries()) {
    if (typeof part !== 'number') { continue; }
    const list = parts.slice(0, depth);
    const node = document.getIn(list, true);
    if (node === undefined) { document.setIn(list, document.createNode([])); }
    else if (!isSeq(node) || part > node.items.length) { throw new Error(`${parts.join('.')} has no list, or leaves a gap in it`); }
  }
  for (const depth of parts.keys()) {
    const node = document.getIn(parts.slice(0, depth), true);
    if (isScalar(node)) { throw new Error(`${parts.join('.')} lies below a value`); }
    // What is inside a mapping of flow style would be on one line.
    if (isMap(node)) { node.flow = false; }
  }
  return parts;
}

/** What all rules say of a lab: a synth without the files that nothing is asked about, which take half of its time. */
function judge({ config, location, warnings = [] }: LoadedConfig): Verdict {
  const lab = new Homelab(new App(), 'homelab', config, location);
  validateLab(lab);
  const manifests = toManifests(lab);
  const hostnames = gatewayHostnames([...manifests.values()].flat(), config);
  const host = synthesiseHost(config, { bootstrap: bootstrapOf(manifests), requiredSecrets: lab.requiredSecrets, ...hostnames }, nodeSeed);
  return checkLab(renderedLab(lab, manifests, { host, thorough: false }), RULES, warnings);
}

/**
 * What a synth of a case says. Anything but messages for a user is thrown on: it is a stack trace to them.
 *
 * @param withRules - false to look at homelab.yaml alone, and not at the lab that is made of it @default true
 */
export function answerTo(each: MeaningCase, withRules = true): Answer {
  try {
    const loaded = readConfig(labOfCase(each), 'homelab.yaml');
    if (!withRules) { return { says: [], warns: loaded.blame(loaded.warnings ?? []).problems }; }
    const verdict = judge(loaded);
    if (verdict.errors.length > 0) { throw loaded.blame(verdict.errors); }
    const broken = [...verdict.mistakes, ...verdict.faults];
    if (broken.length > 0) { throw new Error(broken.join('\n')); }
    return { says: [], warns: [...loaded.blame(verdict.warnings).problems, ...verdict.remarks] };
  } catch (error) {
    if (error instanceof ConfigError) { return { says: error.problems, warns: [] }; }
    throw error;
  }
}
