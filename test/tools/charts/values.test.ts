import { chartValues, type ChartSource } from '../../../tools/charts/values';
import { readTemplates } from '../../../tools/charts/templates';

function source(rest: Partial<ChartSource>): ChartSource {
  return { name: 'shop', version: '1.0.0', defaults: {}, templates: [], parts: {}, ...rest };
}

/** The values without those that every chart takes. */
function keysOf(rest: Partial<ChartSource>): unknown {
  const everywhere = ['enabled', 'global', 'tags'];
  return Object.fromEntries(Object.entries(chartValues(source(rest)).keys ?? {}).filter(([key]) => !everywhere.includes(key)));
}

describe('templates', () => {
  test('are searched for every way to name a value', () => {
    const { paths } = readTemplates([
      '{{ .Values.a.b }} {{ $.Values.c }} {{ ($.Values).d }}',
      '{{ index .Values "e-f" "g" }} {{ if hasKey .Values.h "i" }} {{ get $.Values.j "k" }}',
    ]);
    expect([...paths].sort()).toEqual(['a.b', 'c', 'd', 'e-f.g', 'h.i', 'j.k']);
  });

  test('hand on what an action other than a condition names', () => {
    const { whole } = readTemplates([
      '{{- if .Values.a }}{{ else if and .Values.b .Values.c }}{{ with .Values.d }}{{ toYaml .Values.e }}{{ end }}',
    ]);
    expect([...whole]).toEqual(['d', 'e']);
  });

  test('may compute a name, which hides what they read', () => {
    expect(readTemplates(['{{ index .Values $component }}']).isDynamic).toBe(true);
    expect(readTemplates(['{{ index .Values "server" }}']).isDynamic).toBe(false);
  });
});

describe('the values of a chart', () => {
  test('are closed where no template hands the mapping on', () => {
    const defaults = { web: { port: 80, labels: {}, hosts: [] }, env: { A: '1' } };
    const templates = ['{{ if .Values.web }}{{ .Values.web.port }}{{ .Values.web.extra }}{{ toYaml .Values.env }}'];
    expect(keysOf({ defaults, templates })).toEqual({
      env: { types: ['object'], keys: { A: {} }, open: true },
      web: { types: ['object'], keys: { extra: {}, hosts: { types: ['array'] }, labels: { types: ['object'] }, port: {} } },
    });
  });

  test('are open where a text of values.yaml, which is a template itself, hands the mapping on', () => {
    const config = 'storage:\n  {{- toYaml .Values.app.storage | nindent 2 }}\nport: {{ .Values.app.port }}';
    const defaults = { app: { port: 80, storage: { trace: { backend: 'local' } }, other: { a: 1 } }, config, nested: [{ config: 'x' }] };
    expect(keysOf({ defaults, templates: ['{{ tpl .Values.config . }}{{ .Values.app.other.a }}'] })).toMatchObject({
      app: { keys: { storage: { keys: { trace: { keys: { backend: {} }, open: true } }, open: true }, other: { keys: { a: {} } } } },
    });
    expect(keysOf({ defaults, templates: ['{{ .Values.app.other.a }}'] })).not.toHaveProperty('app.keys.other.open');
  });

  test('have the types and the bounds of the schema', () => {
    const schema = {
      $defs: { port: { type: 'integer' } },
      properties: {
        web: {
          type: 'object', additionalProperties: false, properties: { port: { $ref: '#/$defs/port' }, host: { type: ['string', 'null'] } },
        },
        either: { anyOf: [{ type: 'boolean' }, { type: 'string' }] },
      },
    };
    expect(keysOf({ defaults: { web: { port: 80 } }, templates: ['{{ toYaml .Values.web }}'], schema })).toEqual({
      either: { types: ['boolean', 'string'] },
      web: { types: ['object'], keys: { host: { types: ['string'] }, port: { types: ['number'] } }, closed: true },
    });
  });

  test('include those of a chart in it, with what the outer one says of them', () => {
    const part = source({ defaults: { image: 'a', list: [] }, templates: ['{{ .Values.image }}'] });
    const { db } = keysOf({ defaults: { db: { list: {}, more: 1 } }, parts: { db: part } }) as { db: { keys: Record<string, unknown> } };
    expect(db.keys).toMatchObject({ image: {}, more: {}, list: {} });
    expect(db.keys['list']).toEqual({});
  });

  test('of Istio stand below a key of their own, beside it or below the old one', () => {
    const keys = keysOf({ defaults: { _internal_defaults_do_not_set: { hub: 'x' } }, templates: ['{{ ($.Values).profile }}'] });
    expect(Object.keys(keys as object)).toEqual(['base', 'cni', 'hub', 'pilot', 'profile', 'ztunnel']);
  });
});
