/** A risk of a change: what a person should know before it is merged. */
export interface Hazard {
  /** Danger: something is lost, refused, or cannot be reached. Caution: something restarts, moves, or needs a person. */
  readonly level: 'danger' | 'caution';
  /** One line without a full stop. */
  readonly text: string;
}

/** A risk by which something is lost, refused, or cannot be reached. */
export function danger(text: string): Hazard { return { level: 'danger', text }; }

/** A risk by which something restarts, moves, or needs a person. */
export function caution(text: string): Hazard { return { level: 'caution', text }; }

/** The hazards without those whose text occurs before. */
export function unique(hazards: readonly Hazard[]): Hazard[] {
  return [...new Map(hazards.map((hazard) => [hazard.text, hazard])).values()];
}
