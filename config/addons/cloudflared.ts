import { z } from 'zod';
import * as field from '../fields';

/** One page that is reached from the internet. */
const page = z.strictObject({
  hostname: field.hostname().describe('Its host name, as it is set up at Cloudflare too.'),
  login: z.enum(['app', 'access', 'none']).optional()
    .describe('Who asks for a login: the page itself (app), Cloudflare Access before it (access), or nobody, on purpose (none). '
      + 'Default: app for Argo CD and Grafana, access or app for nothing else.'),
});

/** The add-on `cloudflared`: a tunnel from Cloudflare to the gateway. */
export const cloudflaredKeys = {
  tokenSecretName: field.name().default('cloudflared-token')
    .describe('Secret in the namespace cloudflared with the key token, which the tunnel has in the dashboard of Cloudflare.'),
  protocol: z.enum(['auto', 'quic', 'http2']).default('auto')
    .describe('How it speaks to Cloudflare: QUIC (UDP 7844), HTTP/2 (TCP 7844), or QUIC and the other where that does not get through.'),
  pages: z.array(page).default([])
    .describe('Pages that Cloudflare sends here. It is told so in its dashboard; this list is what rules look at.'),
};
