import { loginProvider } from '../../../charts/mesh/login-provider';
import { istiodValues } from '../../../charts/mesh/values';
import { Duration } from 'cdk8s';
import { labOf } from '../../util';

const SERVICE = { service: 'oauth2-proxy.oauth2-proxy.svc.cluster.local', port: 80 };

test('who cannot be asked is refused, and soon', () => {
  expect(loginProvider(SERVICE)).toMatchObject({
    name: 'login', envoyExtAuthzHttp: { ...SERVICE, failOpen: false, statusOnError: '503', timeout: '5s' },
  });
});

test('no path of a request is one that oauth2-proxy answers without a login', () => {
  // GIVEN what Envoy asks for: the prefix, and the path as it came
  const { envoyExtAuthzHttp: { pathPrefix } } = loginProvider(SERVICE) as unknown as { envoyExtAuthzHttp: { pathPrefix: string } };
  const paths = ['/ping', '/ready', '/robots.txt', '/oauth2/static/css/all.min.css', '/oauth2/sign_in?rd=/', '/../ping', '//ping', '/a?b'];
  for (const each of paths) {
    // THEN it is always that of the page itself
    expect(new URL(`http://x${pathPrefix}${each}`).pathname).toBe('/');
  }
});

test('it stands beside the provider of traces', () => {
  const { meshConfig } = istiodValues({
    workloadCertificateTTL: Duration.hours(1), login: SERVICE, traces: { service: 'tempo', port: 4317, samplingPercentage: 1 },
  }) as unknown as { meshConfig: { extensionProviders: { name: string }[] } };
  expect(meshConfig.extensionProviders.map(({ name }) => name)).toEqual(['traces', 'login']);
});

test('a lab without a login has none', () => {
  expect(JSON.stringify(labOf('').mesh.istiod.props.source)).not.toContain('extensionProviders');
});
