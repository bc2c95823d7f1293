import type { Construct } from 'constructs';
import { START_PAGE_PORT } from '../../../config/platform';
import { digestOf } from '../../core/content-digest';
import { k8s } from '../../core/k8s';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { startPageFiles, type StartPageContent } from './files';
import { CONTAINER_PORT, HOMEPAGE } from './names';
import { startPagePolicy, type StartPagePolicyProps } from './policy';

/** What a start page is made from. */
export interface StartPageProps extends StartPagePolicyProps {
  /** Image of homepage. */
  readonly image: string;
  /** What browsers may call it, with the port where that is not 443. */
  readonly hosts: readonly string[];
  /** What is on it. */
  readonly content: StartPageContent;
}

/** "node" of the image, to whom its files belong (Dockerfile, v1.12.3). */
const NODE_USER = 1000;
/** Where it reads its configuration: `CONF_DIR` in src/utils/config/config.js. */
const CONFIG_FOLDER = '/app/config';
/** A name that it answers to without being told (src/middleware.js); the kubelet would else ask by the address of the pod. */
const LOCAL = [{ name: 'Host', value: `localhost:${CONTAINER_PORT}` }];

/** The objects of a page with links to all others. */
export function startPage(layer: Construct, props: StartPageProps): void {
  const metadata = { name: HOMEPAGE, namespace: HOMEPAGE };
  const labels = { 'app.kubernetes.io/name': HOMEPAGE };
  const data = startPageFiles(props.content);
  new k8s.KubeServiceAccount(layer, 'service-account', { metadata, automountServiceAccountToken: false });
  startPagePolicy(layer, props);
  new k8s.KubeConfigMap(layer, 'config', { metadata, data });
  new k8s.KubeService(layer, 'service', {
    metadata: { ...metadata, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'http', port: START_PAGE_PORT, protocol: 'TCP', targetPort: k8s.IntOrString.fromString('http') }],
    },
  });
  new k8s.KubeDeployment(layer, 'deployment', {
    metadata: { ...metadata, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      // The page is made when a pod starts, so a change of what is on it is a change of the pod.
      template: { metadata: { labels, annotations: { 'checksum/config': digestOf(JSON.stringify(data)) } }, spec: podSpec(props) },
    },
  });
}

function podSpec({ image, hosts }: StartPageProps): k8s.PodSpec {
  return {
    serviceAccountName: HOMEPAGE,
    automountServiceAccountToken: false,
    // Variables of Services would be put in place of what a link has in two braces, if one began with the right word.
    enableServiceLinks: false,
    securityContext: { ...RESTRICTED_POD, runAsUser: NODE_USER, runAsGroup: NODE_USER },
    containers: [{
      name: HOMEPAGE,
      image,
      imagePullPolicy: 'IfNotPresent',
      env: [
        { name: 'HOMEPAGE_ALLOWED_HOSTS', value: hosts.join(',') },
        // Its folder is read-only, where it would else keep a file beside what it prints (src/utils/logger.js).
        { name: 'LOG_TARGETS', value: 'stdout' },
        // Else it may be the name of the pod, at whose address alone it would listen.
        { name: 'HOSTNAME', value: '0.0.0.0' },
      ],
      ports: [{ name: 'http', containerPort: CONTAINER_PORT }],
      // The page in the image was made of examples (getStaticProps in src/pages/index.jsx). This makes it anew, before anybody sees it.
      startupProbe: probe('/api/revalidate', { periodSeconds: 3, timeoutSeconds: 10, failureThreshold: 40 }),
      readinessProbe: probe('/api/healthcheck', { periodSeconds: 10 }),
      livenessProbe: probe('/api/healthcheck', { periodSeconds: 20, timeoutSeconds: 5 }),
      volumeMounts: [{ name: 'config', mountPath: CONFIG_FOLDER, readOnly: true }],
      securityContext: RESTRICTED_CONTAINER,
      // v1.12.3, with the heap that Node.js takes of this limit: 190 MiB after the start, 222 MiB at most under load with 300 links.
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('192Mi') },
        limits: { memory: k8s.Quantity.fromString('384Mi') },
      },
    }],
    volumes: [{ name: 'config', configMap: { name: HOMEPAGE } }],
  };
}

function probe(path: string, often: Omit<k8s.Probe, 'httpGet'>): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString('http'), httpHeaders: LOCAL }, ...often };
}
