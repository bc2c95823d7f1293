import { isPlatformApplication } from '../platform';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** The user's own Argo CD Applications are complete and stay in the user's own namespaces. */
export function checkApplications({ applications, namespaces }: HomelabConfig): Problem[] {
  const own = new Set(namespaces.map(({ name }) => name));
  return applications.flatMap((application, index): Problem[] => {
    const path = ['applications', index];
    const problems: Problem[] = [];
    if (applications.slice(0, index).some(({ name }) => name === application.name)) { problems.push({ path: [...path, 'name'], what: `is the name of an earlier Application too (${application.name})`, fix: 'give every Application a name of its own' }); }
    if (isPlatformApplication(application.name)) {
      problems.push({
        path: [...path, 'name'],
        what: `is the name of an Application or chart of the platform (${application.name}), whose place yours would take`,
        fix: 'give it another name',
      });
    }
    if (!own.has(application.namespace)) {
      problems.push({ path: [...path, 'namespace'], related: [['namespaces']], what: `is not declared (${application.namespace})`, fix: `add "- name: ${application.namespace}" under namespaces` });
    }
    return problems;
  });
}
