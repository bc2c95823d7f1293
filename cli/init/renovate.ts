/** Folders that a synth writes; nothing else may edit them. */
export const GENERATED = ['dist', 'monitoring', 'runbooks', 'scripts'] as const;

const AFTERWARDS = 'The generated folders have to follow: on this branch run `npm ci && npm run synth`, look at `npm run diff`, push.';

/**
 * Versions that Renovate raises: this tool's, those of the GitHub actions, and those of charts in homelab.yaml. JSONata rather than a
 * regular expression finds the latter, because the keys of an application stand in any order.
 */
export function renovateJson(): string {
  const charts = { customType: 'jsonata', fileFormat: 'yaml', managerFilePatterns: ['homelab.yaml', 'labs/*.yaml'] };
  return `${JSON.stringify({
    $schema: 'https://docs.renovatebot.com/renovate-schema.json',
    extends: ['config:recommended'],
    enabledManagers: ['npm', 'github-actions', 'custom.jsonata'],
    ignorePaths: ['**/node_modules/**', ...GENERATED.map((folder) => `**/${folder}/**`)],
    customManagers: [{
      ...charts,
      matchStrings: [
        'applications[$exists(chart) and $not($contains(repoURL, /^oci:/))]'
          + '.{ "depName": chart, "currentValue": $string(targetRevision), "datasource": "helm", "registryUrl": repoURL }',
        'applications[$exists(chart) and $contains(repoURL, /^oci:/)]'
          + '.{ "depName": chart, "packageName": $replace(repoURL, /^oci:\\/\\/|\\/$/, "") & "/" & chart, '
          + '"currentValue": $string(targetRevision), "datasource": "docker" }',
      ],
    }],
    packageRules: [{ matchManagers: ['npm', 'custom.jsonata'], prBodyNotes: [AFTERWARDS] }],
  }, undefined, 2)}\n`;
}
