import { each, renamed, SECRET, type KeyAnswer, type KeyAnswers } from './key-answer';

/** A word for a part of the lab that has another name. */
function part(name: string, more = ''): KeyAnswer {
  return { what: 'is no part of this file', fix: `write it under ${name}${more}` };
}

/** Parts of the file. */
export const LAB_KEYS: KeyAnswers = {
  ...each(['apps', 'workloads', 'charts', 'helm', 'releases'], part('applications', ' (docs/applications.md)')),
  ...each(['certificates', 'certs', 'certificate', 'letsencrypt', 'acme'], part('tls', ' (docs/certificates.md)')),
  ...each(['ingress', 'ingresses', 'routes', 'hosts', 'pages', 'apis'], part('services', ' (docs/services.md)')),
  ...each(['istio', 'serviceMesh', 'ambient'], part('mesh', ', and settings of its charts under values')),
  ...each(['kubernetes', 'k8s', 'cluster'], part('k3s', ', and the machine under nodes')),
  ...each(['vm', 'vms', 'machine', 'machines', 'hardware'], part('nodes', ', and what is about Windows under host')),
  ...each(['hyperv', 'hyperV', 'windows', 'ssh'], part('host')),
  ...each(['metallb', 'loadBalancer', 'pool', 'pools', 'cidr', 'subnet', 'ip'], part('network', ' (docs/network.md)')),
  ...each(
    ['repository', 'repo', 'git', 'repoURL', 'argo', 'argoCD'], part('gitops', ', such as gitops: https://github.com/you/homelab.git'),
  ),
  ...each(['loki', 'logs', 'logging'], part('monitoring', ', as logs: loki')),
  ...each(['tempo', 'traces', 'tracing'], part('monitoring', ', as traces: tempo')),
  ...each(['prometheus', 'observability', 'metrics'], part('monitoring')),
  grafana: part('interfaces', ', which has its name; anything else is under monitoring'),
  ...each(['oidc', 'sso', 'auth', 'oauth2', 'authentication'], part('login', ' (docs/login.md)')),
  ...each(['timezone', 'timeZone', 'tz'], {
    what: 'is no part of this file: the node counts in UTC', fix: 'remove it; mesh and quietHours have a timeZone of their own',
  }),
  ...each(['name', 'apiVersion', 'kind', 'metadata', 'version'], {
    what: 'is no part of this file, which is no Kubernetes object',
    fix: 'remove it; nodes have the name, package.json the version of the tool',
  }),
  ...each(['secrets', 'secret', 'passwords', 'tokens'], {
    what: 'is no part of this file, which everybody reads who reads the repository',
    fix: 'remove it, renew what was pushed, and make Secrets in the cluster (docs/secrets.md)',
  }),
  ...each(['backup', 'backups', 'snapshots'], {
    what: 'is nothing that the lab does by itself',
    fix: 'remove it; docs/day-2.md says what to keep, and a tool for it goes under applications',
  }),
};

/** Keys of `gitops`. */
export const GITOPS_KEYS: KeyAnswers = {
  ...renamed('gitops', {
    'repoURL: https://github.com/you/homelab.git': ['url', 'repo', 'repository', 'repositoryURL', 'git', 'remote'],
    'revision: main': ['branch', 'targetRevision', 'ref', 'tag'],
    'path: dist': ['folder', 'directory', 'dir', 'subPath'],
  }),
  ...each(['username', 'user', 'credentials', 'login'], {
    what: 'is no key of gitops', fix: 'remove it; the login of a private repository is a Secret (docs/secrets.md)',
  }),
  ...each(['token', 'password', 'sshKey', 'sshPrivateKey', 'privateKey', 'deployKey'], SECRET),
};

/** Keys of `dns`. */
export const DNS_KEYS: KeyAnswers = {
  ...renamed('dns', { 'provider: k8s-gateway': ['type', 'mode', 'kind', 'external', 'records'] }),
  ...each(['servers', 'dnsServers', 'nameserver', 'nameServer', 'nameservers', 'nameServers', 'upstream', 'forwarders'], {
    what: 'is no key of dns, which is about the names of the lab', fix: 'write dnsServers under network: whom the node asks',
  }),
};

/** Keys of `login`. */
export const LOGIN_KEYS: KeyAnswers = {
  ...renamed('login', {
    'issuer: https://id.example.org': ['issuerURL', 'issuerUrl', 'url', 'oidcIssuer', 'discoveryURL', 'discoveryUrl'],
    'emails: [you@example.org]': ['users', 'allowedEmails', 'allowedUsers', 'allowlist', 'whitelist'],
    'emailDomains: [example.org]': ['domains', 'allowedDomains'],
    'groups: [admins]': ['allowedGroups', 'roles'],
  }),
  ...each(['clientSecret', 'cookieSecret', 'password'], SECRET),
};
