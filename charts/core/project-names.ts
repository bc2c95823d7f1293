/** What the names of projects of one Application begin with; no project of the platform begins so. */
const OF_ONE = 'app-';

/** The project of one Application that may come and go. */
export function projectOfOne(application: string): string {
  return `${OF_ONE}${application}`;
}

/** The one Application that a project is for; undefined for a project of several. */
export function applicationOfProject(project: string): string | undefined {
  return project.startsWith(OF_ONE) ? project.slice(OF_ONE.length) : undefined;
}
