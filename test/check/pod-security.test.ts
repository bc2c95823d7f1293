import { breaches } from '../../check/pod-security';

/** A pod that "restricted" admits. */
const settings = {
  runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
};
const pod = (container: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): unknown => ({
  ...spec, containers: [{ name: 'main', securityContext: settings, ...container }],
});
const context = (more: Record<string, unknown>): unknown => pod({ securityContext: { ...settings, ...more } });

test('a pod that does all that is asked is admitted by both levels', () => {
  expect(breaches('baseline', pod())).toEqual([]);
  expect(breaches('restricted', pod())).toEqual([]);
});

/* A case for each control of the page about Pod Security Standards. */
test.each<[string, unknown]>([
  ['hostNetwork', pod({}, { hostNetwork: true })],
  ['hostPID', pod({}, { hostPID: true })],
  ['hostIPC', pod({}, { hostIPC: true })],
  ['windowsOptions.hostProcess of main', context({ windowsOptions: { hostProcess: true } })],
  ['privileged of main', context({ privileged: true })],
  ['capabilities.add NET_ADMIN of main', context({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
  ['hostPath in volume disk', pod({}, { volumes: [{ name: 'disk', hostPath: { path: '/' } }] })],
  ['hostPort of main', pod({ ports: [{ containerPort: 80, hostPort: 80 }] })],
  ['host 127.0.0.1 in probes or lifecycle of main', pod({ livenessProbe: { httpGet: { host: '127.0.0.1', port: 80 } } })],
  ['host 10.0.0.1 in probes or lifecycle of main', pod({ lifecycle: { preStop: { tcpSocket: { host: '10.0.0.1', port: 80 } } } })],
  ['appArmorProfile Unconfined of main', context({ appArmorProfile: { type: 'Unconfined' } })],
  ['seLinuxOptions of main', context({ seLinuxOptions: { type: 'spc_t' } })],
  ['seLinuxOptions of main', context({ seLinuxOptions: { type: 'container_t', role: 'r' } })],
  ['procMount of main', context({ procMount: 'Unmasked' })],
  ['seccompProfile Unconfined', pod({}, { securityContext: { seccompProfile: { type: 'Unconfined' } } })],
  ['sysctl kernel.msgmax', pod({}, { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } })],
])('baseline forbids %s', (what, spec) => {
  expect(breaches('baseline', spec)).toEqual([what]);
});

test.each<[string, unknown]>([
  ['runAsNonRoot of main', context({ runAsNonRoot: undefined })],
  ['runAsUser 0 of main', context({ runAsUser: 0 })],
  ['runAsUser 0', pod({}, { securityContext: { runAsUser: 0 } })],
  ['allowPrivilegeEscalation of main', context({ allowPrivilegeEscalation: undefined })],
  ['capabilities.drop of main', context({ capabilities: {} })],
  ['capabilities.add CHOWN of main', context({ capabilities: { drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE'] } })],
  ['seccompProfile of main', context({ seccompProfile: undefined })],
  ['kind of volume share', pod({}, { volumes: [{ name: 'share', nfs: { server: 'a', path: '/' } }, { name: 'data', emptyDir: {} }] })],
])('restricted forbids or asks for %s, and baseline does not', (what, spec) => {
  expect(breaches('restricted', spec)).toEqual([what]);
  expect(breaches('baseline', spec)).toEqual([]);
});

test('what the pod says holds for its containers, those that come first too', () => {
  const spec = {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [{ name: 'first', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    containers: [{ name: 'main', securityContext: { allowPrivilegeEscalation: false } }],
  };
  expect(breaches('restricted', spec)).toEqual(['capabilities.drop of main']);
});
