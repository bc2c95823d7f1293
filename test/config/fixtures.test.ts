import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { parseConfig } from '../../charts/load-config';
import { hasNoEffect } from '../../config/kinds';
import { ConfigError } from '../../config/problem';
import { homelabSchema } from '../../config/schema';
import { YamlSource } from '../../config/source';

const FIXTURES = path.join(__dirname, '..', 'fixtures');
/** Every key with its default, for readers. The homelab.yaml of this repository is one lab among others, and says what its owner likes. */
const REFERENCE = path.join(__dirname, '..', '..', 'docs', 'homelab.yaml');
const named = (folder: string): string[] =>
  readdirSync(path.join(FIXTURES, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.basename(file, '.yaml'))
    .sort();
const text = (folder: string, name: string): string => readFileSync(path.join(FIXTURES, folder, name), 'utf8');

describe('an invalid configuration', () => {
  test.each(named('invalid'))('"%s" is refused with exactly the messages beside it', (name) => {
    let message = '';
    try {
      parseConfig(text('invalid', `${name}.yaml`), `${name}.yaml`);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      message = (error as ConfigError).message;
    }
    // UPDATE_EXPECTED=1 writes what is said now; the difference has to be read, aloud.
    if (process.env['UPDATE_EXPECTED'] && message !== '') {
      writeFileSync(path.join(FIXTURES, 'invalid', `${name}.expected.txt`), `${message}\n`);
    }
    expect(`${message}\n`).toBe(text('invalid', `${name}.expected.txt`));
  });

  test.each(named('invalid'))('"%s" is answered in lines that name place, fault and fix', (name) => {
    for (const line of text('invalid', `${name}.expected.txt`).trimEnd().split('\n')) {
      expect(line).toMatch(/^[a-z0-9-]+\.yaml:\d+:\d+ .+; .+[^.]$/);
      expect(line).not.toMatch(/undefined|\[object|Invalid input|ZodError|discriminator|of no known kind|correct it/);
    }
  });

  test('never has its passwords repeated', () => {
    expect(text('invalid', 'credentials-in-repository.yaml')).toContain('hunter2');
    expect(text('invalid', 'credentials-in-repository.expected.txt')).not.toContain('hunter2');
  });
});

describe('the valid configurations', () => {
  test('together use every option there is', () => {
    const used = new Set(['valid', 'valid/homes'].flatMap((folder) => named(folder)
      .flatMap((name) => keysIn(new YamlSource(text(folder, `${name}.yaml`)).data))));
    expect(optionsOf(homelabSchema).filter((option) => !used.has(option))).toEqual([]);
  });

  test('docs/homelab.yaml says what the defaults are', () => {
    const written = readFileSync(REFERENCE, 'utf8');
    expect(parseConfig(written)).toEqual(parseConfig(''));
    // Nothing is left to be guessed at: every key with a default is written out, if only in a comment.
    const there = new Set(keysIn(load(written)));
    const commented = (option: string): boolean => new RegExp(`^ *# ${option.split('.').pop() ?? ''}:`, 'm').test(written);
    expect(keysIn(parseConfig('')).filter((option) => !there.has(option) && !commented(option))).toEqual([]);
  });

  test('include what the comments of docs/homelab.yaml show', () => {
    const commented = readFileSync(REFERENCE, 'utf8')
      .replace(/^(domains|gateways|services|applications): \[\]$/gm, '')
      .replace(/^# (domains|gateways|services|applications|login):$/gm, '$1:')
      .replace(/^# ( +\S)/gm, '$1');
    const { domains, gateways, services, applications, login } = parseConfig(commented);
    expect(login?.admins).toEqual(login?.emails);
    expect(domains.map(({ name }) => name)).toEqual(['example.net']);
    expect(gateways.map(({ name }) => name)).toEqual(['public']);
    expect(services.map(({ name }) => name)).toEqual(['shop', 'api', 'blog', 'cloud', 'orders', 'vault', 'dns', 'nas', 'stock']);
    expect(applications.map(({ name }) => name)).toEqual(['podinfo', 'my-folder', 'two-sources']);
  });
});

/** Every key in data, by its path; list items count as one. Values of Helm are the user's own and not gone into. */
function keysIn(data: unknown, at = ''): string[] {
  if (Array.isArray(data)) { return data.flatMap((item) => keysIn(item, `${at}[]`)); }
  if (typeof data !== 'object' || data === null) { return []; }
  return Object.entries(data).flatMap(([key, value]) => {
    const here = `${at}.${key}`;
    return [here, ...isHelmValues(here) ? [] : keysIn(value, here)];
  });
}

/** Every key of the schema, by its path. */
function optionsOf(schema: z.core.$ZodType, at = ''): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return optionsOf(schema.unwrap(), at);
  }
  // The same as tls.dns01.
  if (at === '.domains[].dns01') { return []; }
  if (schema instanceof z.ZodArray) { return optionsOf(schema.element, `${at}[]`); }
  if (schema instanceof z.ZodUnion) { return schema.options.flatMap((option) => optionsOf(option, at)); }
  if (!(schema instanceof z.ZodObject)) { return []; }
  // What has no effect is nothing to use.
  const shape = Object.entries(schema.shape as Record<string, z.ZodType>).filter(([, child]) => !hasNoEffect(child));
  return shape.flatMap(([key, child]) => [`${at}.${key}`, ...optionsOf(child, `${at}.${key}`)]);
}

function isHelmValues(at: string): boolean {
  return at.startsWith('.values.') || ['.applications[].values', '.applications[].helm.values'].includes(at);
}
