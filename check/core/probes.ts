import { dataOf, itemsOf, listOf, type Data, type Report } from './report';

/** What a probe or a hook can do. */
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const HEADER = /^[-A-Za-z0-9]+$/;

/** A probe of a container. @param once - true if one success has to be enough */
export function checkProbe(report: Report, path: string, probe: unknown, once: boolean): void {
  if (probe === undefined) { return; }
  const data = dataOf(probe);
  checkHandler(report, path, data);
  report.notNegative(path, data, 'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold');
  report.range(`${path}.terminationGracePeriodSeconds`, data['terminationGracePeriodSeconds'], 1);
  const { successThreshold = 1 } = data;
  if (once && successThreshold !== 1 && successThreshold !== 0) { report.say(`${path}.successThreshold`, 'must be 1'); }
}

/** Hooks of a container. @param grace - seconds that its pod has to end */
export function checkLifecycle(report: Report, path: string, lifecycle: unknown, grace: number): void {
  const { postStart, preStop } = dataOf(lifecycle);
  for (const [field, hook] of [['postStart', postStart], ['preStop', preStop]] as const) {
    if (hook === undefined) { continue; }
    const data = dataOf(hook);
    checkHandler(report, `${path}.${field}`, data);
    const { seconds } = dataOf(data['sleep']);
    if (typeof seconds === 'number' && (seconds < 0 || seconds > grace)) {
      report.say(`${path}.${field}.sleep.seconds`, `must be from 0 to terminationGracePeriodSeconds, ${grace}`);
    }
  }
}

function checkHandler(report: Report, path: string, data: Data): void {
  const there = HANDLERS.filter((handler) => data[handler] !== undefined);
  if (there.length === 0) { report.say(path, `must do something: ${HANDLERS.join(', ')}`); }
  if (there.length > 1) { report.say(path, `must do one thing, not ${there.join(' and ')}`); }
  if (data['exec'] !== undefined && listOf(dataOf(data['exec'])['command']).length === 0) {
    report.say(`${path}.exec.command`, 'must not be empty');
  }
  for (const handler of ['httpGet', 'tcpSocket', 'grpc']) {
    if (data[handler] !== undefined) { report.namedPort(`${path}.${handler}.port`, dataOf(data[handler])['port']); }
  }
  itemsOf(dataOf(data['httpGet'])['httpHeaders']).forEach(({ name }, index) => {
    if (!HEADER.test(String(name))) { report.say(`${path}.httpGet.httpHeaders[${index}].name`, 'must be letters, digits and "-"'); }
  });
}
