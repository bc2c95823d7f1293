/** A validator as ajv compiles it. */
export interface CompiledValidator {
  (data: unknown): boolean;
  errors?: readonly object[] | null;
}

/** By `apiVersion/kind`. */
export const kinds: Readonly<Record<string, CompiledValidator | undefined>>;
export const objectMeta: CompiledValidator;
