import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { homelabSchema } from '../config/schema';

/*
 * npm run schema: writes the JSON Schema that editors complete and check homelab.yaml with. Run it after every change of config/schema.ts;
 * a test compares the two.
 */

/** Where editors find it. */
export const HOMELAB_SCHEMA_FILE = path.resolve(__dirname, '..', 'schemas', 'homelab.schema.json');

/**
 * Its text. It describes what may be written (`input`), where every key with a default may be left out, in the newest draft that editors
 * share.
 */
export function homelabSchemaText(): string {
  const schema = z.toJSONSchema(homelabSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

if (require.main === module) { writeFileSync(HOMELAB_SCHEMA_FILE, homelabSchemaText()); }
