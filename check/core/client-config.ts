import { dnsSubdomain } from './names';
import { dataOf, textOf, type Data, type Report } from './report';

/**
 * How the API server reaches a webhook, of admission or of conversion: ValidateWebhookURL and ValidateWebhookService of
 * k8s.io/apiserver/pkg/util/webhook/validation.go.
 */
export function checkClientConfig(report: Report, path: string, clientConfig: unknown): void {
  const { url, service }: Data = dataOf(clientConfig);
  if ((url === undefined) === (service === undefined)) { report.say(path, 'must have either url or service'); return; }
  if (url !== undefined) { checkUrl(report, `${path}.url`, textOf(url)); return; }
  const { name, namespace, path: route, port } = dataOf(service);
  const here = `${path}.service`;
  report.required(`${here}.name`, name);
  report.required(`${here}.namespace`, namespace);
  report.port(`${here}.port`, port);
  checkRoute(report, `${here}.path`, route);
}

function checkRoute(report: Report, path: string, route: unknown): void {
  if (typeof route !== 'string' || route === '' || route === '/') { return; }
  if (!route.startsWith('/')) { report.say(path, 'must begin with "/"'); }
  const steps = route.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (steps.includes('')) { report.say(path, 'must not contain "//"'); }
  for (const step of steps) { if (step !== '') { report.form(path, step, dnsSubdomain); } }
}

function checkUrl(report: Report, path: string, text: string): void {
  if (/[\0- ]/.test(text)) { report.say(path, 'must have no space and no line end'); }
  let url: URL;
  try { url = new URL(text); } catch { report.say(path, 'must be an address that begins with https://'); return; }
  if (url.protocol !== 'https:' || url.host === '') { report.say(path, 'must be an address that begins with https://'); }
  if (url.username !== '' || url.search !== '' || url.hash !== '') { report.say(path, 'must have no user, no "?" and no "#"'); }
}
