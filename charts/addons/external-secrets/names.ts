/** Name of the add-on, and of the Deployment that makes Secrets. */
export const EXTERNAL_SECRETS = 'external-secrets';
/** Name of the Deployment that the API server asks. */
export const WEBHOOK = 'external-secrets-webhook';
