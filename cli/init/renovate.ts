/** Folders of a lab that a synth writes; nothing else may edit them. */
export const GENERATED = ['dist', 'monitoring', 'runbooks', 'scripts'] as const;

/** Note in each pull request. */
const AFTERWARDS = 'The generated folders have to be updated: on this branch run `npm ci && npm run synth`, look at `npm run diff`, push.';

/**
 * renovate.json of a lab. Renovate raises the version of this tool, of the GitHub actions, and of the charts in homelab.yaml. JSONata finds
 * the charts rather than a regular expression, because the keys of an application may be in any order. A chart may be one of
 * several sources.
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
        '$append(applications, applications.sources)[$exists(chart) and $not($contains(repoURL, /^oci:/))]'
          + '.{ "depName": chart, "currentValue": $string(targetRevision), "datasource": "helm", "registryUrl": repoURL }',
        '$append(applications, applications.sources)[$exists(chart) and $contains(repoURL, /^oci:/)]'
          + '.{ "depName": chart, "packageName": $replace(repoURL, /^oci:\\/\\/|\\/$/, "") & "/" & chart, '
          + '"currentValue": $string(targetRevision), "datasource": "docker" }',
      ],
    }],
    packageRules: [{ matchManagers: ['npm', 'custom.jsonata'], prBodyNotes: [AFTERWARDS] }],
  }, undefined, 2)}\n`;
}
