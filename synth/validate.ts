import type { IConstruct } from 'constructs';
import type { CodePlace } from '../charts/core/code-place';
import { originOf } from '../charts/core/origin';
import type { Homelab } from '../charts/homelab';

/** What a construct's own validation says. */
export interface ValidationMessage {
  /** Path of the construct, such as `homelab/routes`. */
  readonly construct: string;
  /** What is wrong with it. */
  readonly message: string;
  /** The line of a lab's own code that asked for the construct; undefined where none is known. */
  readonly place: CodePlace | undefined;
}

/** Thrown for a lab with constructs that are not valid. The text is the one that cdk8s gives for an App. */
export class ValidationError extends Error {
  /** @param messages - what all of them say; at least one */
  constructor(public readonly messages: readonly ValidationMessage[]) {
    super(validationText(messages, () => ''));
    this.name = 'ValidationError';
  }
}

/** Messages as cdk8s prints them, each with what is said after it. */
export function validationText(messages: readonly ValidationMessage[], after: (message: ValidationMessage) => string): string {
  const lines = messages.map((each) => `  [${each.construct}] ${each.message}${after(each)}`);
  return ['Validation failed with the following errors:', ...lines].join('\n');
}

/**
 * Asks every construct of a lab whether it is valid (`node.addValidation`): the lab itself, all that is in it, and layers that were made
 * elsewhere and added. Nothing can be added to the lab afterwards.
 *
 * @throws ValidationError with everything that any of them says
 */
export function validateLab(lab: Homelab): void {
  const constructs = new Set([lab, ...lab.layers].flatMap(({ node }) => node.findAll()));
  const messages = [...constructs].flatMap(messagesOf);
  if (messages.length > 0) { throw new ValidationError(messages); }
}

function messagesOf(construct: IConstruct): ValidationMessage[] {
  const { node } = construct;
  return node.validate().map((message) => {
    const origin = originOf(construct);
    return { construct: node.path, message, place: origin && 'place' in origin ? origin.place : undefined };
  });
}
