import type { HelmValues, JsonValue } from '../../charts/core/helm-values';

/** A Service that values name by its address in the cluster. */
export interface NamedService {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Number of the port. @default - none is given */
  readonly port?: number;
  /** What is written there. */
  readonly text: string;
}

/** `http://loki.monitoring.svc.cluster.local:3100`, `tempo.monitoring:4317`: what follows must not make another name of it. */
const LABEL = '([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)';
const ADDRESS = new RegExp(`(?<![\\w.-])${LABEL}\\.${LABEL}(?:\\.svc(?:\\.cluster\\.local)?)?(?::(\\d{1,5}))?(?![\\w-]|\\.\\w)`, 'g');

/** Everything in values that may be the address of a Service, whatever key it stands at. Most of it is not; only known Services count. */
export function namedServices(values: HelmValues): NamedService[] {
  const matches = textsOf(values).flatMap((each) => [...each.matchAll(ADDRESS)]);
  const found = matches.map(([text, name = '', namespace = '', port]): NamedService => ({
    namespace, name, text, ...port === undefined ? {} : { port: Number(port) },
  }));
  return [...new Map(found.map((each) => [each.text, each])).values()];
}

function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') { return [value]; }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((below: JsonValue) => textsOf(below)) : [];
}
