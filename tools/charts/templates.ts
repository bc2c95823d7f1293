/** How the templates of a chart use its values. */
export interface TemplateUse {
  /** Every path of keys that a template names, the longest of each expression, as `a.b.c`. */
  readonly paths: ReadonlySet<string>;
  /** Those of them whose value a template may hand on. The others it only looks at: whether it is there, or what is in it. */
  readonly whole: ReadonlySet<string>;
  /** True if some template picks a value by a name that it computes: then any mapping may be read in ways that cannot be seen. */
  readonly isDynamic: boolean;
}

/** `.Values.a.b`, `$.Values.a.b`, `($.Values).a`: keys of letters, digits and `_` only, as Go's templates take them. */
const DOTTED = /\.Values\)?((?:\.[A-Za-z_]\w*)+)/g;
/** `index .Values.a "b-c" "d"`, `hasKey .Values "e"`, `get $.Values "f"`. */
const QUOTED = /\b(?:index|hasKey|get|dig)\s+\(?[$.\w]*\.Values((?:\.[A-Za-z_]\w*)*)\)?((?:\s+"[^"]+")+)/g;
/** An action of Go's templates, and one that only decides. */
const ACTION = /\{\{[\s\S]*?\}\}/g;
const CONDITION = /^\{\{-?\s*(?:else\s+)?if\b/;
/** `index .Values $component`: a name that is computed. */
const COMPUTED = /\b(?:index|get)\s+\(?[$.\w]*\.Values\)?\s+[($]/;

/**
 * Finds what templates read of `.Values`. Comments of Go's templates count too: a key that is named only there does no harm here.
 *
 * @param templates - texts of the chart's templates
 */
export function readTemplates(templates: readonly string[]): TemplateUse {
  const [paths, whole] = [new Set<string>(), new Set<string>()];
  for (const [action] of templates.flatMap((text) => [...text.matchAll(ACTION)])) {
    for (const [, dotted = '', quoted = ''] of action.matchAll(QUOTED)) {
      const keys = [...quoted.matchAll(/"([^"]+)"/g)].map(([, key]) => key ?? '');
      add([...dotted === '' ? [] : dotted.slice(1).split('.'), ...keys].join('.'), action);
    }
    for (const [, dotted = ''] of action.replace(QUOTED, '').matchAll(DOTTED)) { add(dotted.slice(1), action); }
  }
  return { paths, whole, isDynamic: templates.some((text) => COMPUTED.test(text)) };

  function add(place: string, action: string): void {
    paths.add(place);
    if (!CONDITION.test(action)) { whole.add(place); }
  }
}
