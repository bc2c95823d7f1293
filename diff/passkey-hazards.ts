import { POCKET_ID } from '../config/addons/pocket-id';
import type { Manifest } from '../charts/core/manifest';
import type { FieldChange } from './change';
import { danger, type Hazard } from './hazard';

/** The risk of another address for the provider of logins in the lab: https://www.w3.org/TR/webauthn-3/#relying-party-identifier. */
export function hazardsOfPasskeys({ metadata: { namespace } }: Manifest, { path, before, after }: FieldChange): Hazard[] {
  return namespace === POCKET_ID && path.includes('APP_URL') && typeof before === 'string' && typeof after === 'string'
    ? [danger(`no passkey of ${before} is taken at ${after}: nobody logs in until he has a new one, for which an administrator needs a way `
      + 'in (docs/login.md)')]
    : [];
}
