/** Name of the add-on. */
export const SEALED_SECRETS = 'sealed-secrets';
/** Name of its Deployment and Services, which kubeseal looks for unless it is told another. */
export const CONTROLLER = 'sealed-secrets-controller';
/** Name of its ClusterRole. */
export const UNSEALER = 'secrets-unsealer';
