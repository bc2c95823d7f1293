import { gatewayRules } from '../../../charts/gateway/alerts';
import { describeWithPromtool, inputSeries, runPromtool, type PromtoolTest, type Series } from '../../alerts/promtool';
import { labOf } from '../../util';

const YAML = `
gateways: [{ name: public, address: 192.168.100.201 }]
services: [{ name: shop, namespace: my-app, port: 80, gateway: public }]
`;
const groups = labOf(YAML).ruleGroups.filter(({ name }) => name === 'gateway');
const available = (name: string): string =>
  `kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="${name}-istio"}`;
const announced = (ip: string): string => `metallb_speaker_announced{ip="${ip}",node="homelab",protocol="layer2"}`;
const LOST = 'Nothing that is reached through it alone answers.';

/** An alert that fires: the labels of its series, and the description a person reads. */
interface Fired {
  readonly labels: Readonly<Record<string, string>>;
  readonly description: string;
}

function fires(name: string, alertname: string, series: Series, ...found: readonly Fired[]): PromtoolTest {
  const rule = groups[0]?.rules.find(({ alert }) => alert === alertname);
  return {
    name, interval: '1m', input_series: inputSeries(series),
    alert_rule_test: [{
      eval_time: '10m', alertname,
      exp_alerts: found.map(({ labels, description }) => ({
        exp_labels: { ...rule?.labels, ...labels }, exp_annotations: { ...rule?.annotations, description },
      })),
    }],
  };
}

describeWithPromtool('alerts of a lab with two gateways', () => {
  test('name the gateway without a ready pod, or without a Deployment, and leave the other one alone', () => {
    const labels = { namespace: 'istio-ingress', deployment: 'public-istio' };
    const description = `Deployment istio-ingress/public-istio has no ready pod. ${LOST}`;
    expect(runPromtool(groups, [
      fires('no pod', 'GatewayDown', { [available('main-gateway')]: '1x20', [available('public')]: '0x20' }, { labels, description }),
      fires('no Deployment', 'GatewayDown', { [available('main-gateway')]: '1x20' }, { labels, description }),
      fires('both up', 'GatewayDown', { [available('main-gateway')]: '1x20', [available('public')]: '1x20' }),
    ])).toBe('');
  });

  test('name the address that nobody announces', () => {
    const labels = { ip: '192.168.100.201' };
    const description = `MetalLB announces 192.168.100.201 from no node. ${LOST}`;
    const [first, second] = [announced('192.168.100.200'), announced('192.168.100.201')];
    expect(runPromtool(groups, [
      fires('no series', 'GatewayAddressNotAnnounced', { [first]: '1x20' }, { labels, description }),
      fires('given up', 'GatewayAddressNotAnnounced', { [first]: '1x20', [second]: '0x20' }, { labels, description }),
      fires('both', 'GatewayAddressNotAnnounced', { [first]: '1x20', [second]: '1x20' }),
    ])).toBe('');
  });

  test('tell of errors whichever gateway has them', () => {
    const requests = (gateway: string, code: string): string => `istio_requests_total{gateway="${gateway}",response_code="${code}",`
      + 'destination_service_namespace="my-app",destination_service_name="shop"}';
    const shop = { destination_service_namespace: 'my-app', destination_service_name: 'shop' };
    const description = '100% of the requests to my-app/shop have ended in a 5xx for 10 minutes.';
    const test: PromtoolTest = fires(
      'errors at the second', 'GatewayErrors', { [requests('public', '503')]: '0+60x40', [requests('waypoint', '200')]: '0+600x40' },
      { labels: shop, description },
    );
    expect(runPromtool(groups, [
      { ...test, alert_rule_test: (test.alert_rule_test ?? []).map((each) => ({ ...each, eval_time: '30m' })) },
    ])).toBe('');
  });
});

test('one gateway has the alerts that it always had', () => {
  const { rules } = gatewayRules({ namespace: 'edge', gateways: [{ name: 'door', address: '10.0.0.1' }] });
  expect(rules.map((rule) => rule.expr.toString()).slice(0, 2)).toEqual([
    '(kube_deployment_status_replicas_available{namespace="edge",deployment="door-istio"} < 1) or '
      + 'absent(kube_deployment_status_replicas_available{namespace="edge",deployment="door-istio"})',
    'absent(metallb_speaker_announced{ip="10.0.0.1"} == 1)',
  ]);
});
