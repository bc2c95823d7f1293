import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Signature } from './cmdlet-calls';

/** Where the rows stand, for the stand-ins, which read them too. */
export const SIGNATURES_FILE = path.join(__dirname, 'cmdlets.json');

/** Parameters the reference lists although they only appear on a WSMan: drive, where one of them is required. */
const OF_ANOTHER_PROVIDER: Readonly<Record<string, readonly string[]>> = {
  'New-Item': [
    'ApplicationName', 'Authentication', 'CertificateThumbprint', 'ConnectionURI', 'OptionSet', 'Options', 'Port', 'SessionOption',
    'UseSSL',
  ],
};

/** Signatures of the Windows cmdlets the scripts call, read off Microsoft's reference. */
export const SIGNATURES: Readonly<Record<string, Signature>> = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(SIGNATURES_FILE, 'utf8')) as Record<string, Signature>).map(([name, signature]) => {
    const foreign = OF_ANOTHER_PROVIDER[name] ?? [];
    return [
      name,
      {
        ...signature,
        parameters: Object.fromEntries(Object.entries(signature.parameters).filter(([parameter]) => !foreign.includes(parameter))),
      },
    ];
  }),
);
