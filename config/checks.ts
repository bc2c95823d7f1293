import { checkAddresses } from './checks/addresses';
import { checkDns } from './checks/dns';
import { checkEffects } from './checks/effects';
import { checkGitops } from './checks/gitops';
import { checkHomepage } from './checks/homepage';
import { checkK3sArguments } from './checks/k3s';
import { checkLogin } from './checks/login';
import { checkNfs } from './checks/nfs';
import { checkPages } from './checks/pages';
import { checkPocketId } from './checks/pocket-id';
import { checkProxiedRepository } from './checks/proxy';
import { checkSpecialAddresses } from './checks/special-addresses';
import { checkTailnet } from './checks/tailnet';
import { checkTunnel } from './checks/tunnel';
import { checkWindowsHost } from './checks/windows';
import type { Problem } from './problem';
import type { HomelabConfig } from './schema';

/** A rule between fields. Takes a configuration whose fields are valid one by one. */
export type ConfigCheck = (config: HomelabConfig) => readonly Problem[];

/** The rules between fields that need to know nothing of Kubernetes. Each layer has more (charts/load-config.ts). */
export const CHECKS: readonly ConfigCheck[] = [
  checkGitops, checkAddresses, checkSpecialAddresses, checkWindowsHost, checkDns, checkK3sArguments, checkProxiedRepository, checkNfs,
  checkTunnel, checkTailnet, checkPocketId, checkHomepage, checkPages, checkLogin, checkEffects,
];
