/** What a change does that a person should know before it is merged. */
export interface Hazard {
  /** Danger: something is lost, refused, or out of reach. Caution: something restarts, moves, or waits for a person. */
  readonly level: 'danger' | 'caution';
  readonly text: string;
}

/** Something is lost, refused, or out of reach. */
export function danger(text: string): Hazard { return { level: 'danger', text }; }

/** Something restarts, moves, or waits for a person. */
export function caution(text: string): Hazard { return { level: 'caution', text }; }

/** Each text once. */
export function unique(hazards: readonly Hazard[]): Hazard[] {
  return [...new Map(hazards.map((hazard) => [hazard.text, hazard])).values()];
}
