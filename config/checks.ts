import { checkAddresses } from './checks/addresses';
import { checkAlerting } from './checks/alerting';
import { checkApplications } from './checks/applications';
import { checkGitops } from './checks/gitops';
import { checkMesh } from './checks/mesh';
import { checkNamespaces } from './checks/namespaces';
import { checkServices } from './checks/services';
import { checkWindowsHost } from './checks/windows';
import type { Problem } from './problem';
import type { HomelabConfig } from './schema';

/** A rule between fields. Takes a configuration whose fields are valid one by one. */
export type ConfigCheck = (config: HomelabConfig) => readonly Problem[];

/** All rules between fields. */
export const CHECKS: readonly ConfigCheck[] = [
  checkGitops, checkAddresses, checkNamespaces, checkServices, checkMesh, checkApplications, checkAlerting, checkWindowsHost,
];
