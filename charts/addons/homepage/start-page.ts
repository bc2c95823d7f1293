import type { Construct } from 'constructs';
import { START_PAGE_PORT } from '../../../config/platform';
import { digestOf } from '../../core/content-digest';
import { k8s } from '../../core/k8s';
import { addOwnWorkload, ownLabels } from '../own-workload';
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
  const labels = ownLabels(HOMEPAGE);
  const data = startPageFiles(props.content);
  startPagePolicy(layer, props);
  new k8s.KubeConfigMap(layer, 'config', { metadata, data });
  new k8s.KubeService(layer, 'service', {
    metadata: { ...metadata, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'http', port: START_PAGE_PORT, protocol: 'TCP', targetPort: k8s.IntOrString.fromString('http') }],
    },
  });
  addOwnWorkload(layer, HOMEPAGE, {
    image: props.image,
    user: NODE_USER,
    // The page is made when a pod starts, so a change of what is on it is a change of the pod.
    digest: digestOf(JSON.stringify(data)),
    env: [
      { name: 'HOMEPAGE_ALLOWED_HOSTS', value: props.hosts.join(',') },
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
    // v1.12.3, with the heap that Node.js takes of this limit: 190 MiB after the start, 222 MiB at most under load with 300 links.
    resources: { cpu: '10m', memory: '192Mi', memoryLimit: '384Mi' },
    volumes: { config: { at: CONFIG_FOLDER, readOnly: true, configMap: { name: HOMEPAGE } } },
  });
}

function probe(path: string, often: Omit<k8s.Probe, 'httpGet'>): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString('http'), httpHeaders: LOCAL }, ...often };
}
