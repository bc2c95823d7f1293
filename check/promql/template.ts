/** Functions of Go's templates: https://pkg.go.dev/text/template#hdr-Functions. */
const OF_GO = [
  'and', 'call', 'eq', 'ge', 'gt', 'html', 'index', 'js', 'le', 'len', 'lt', 'ne', 'not', 'or', 'print', 'printf', 'println', 'slice',
  'urlquery',
];
/** What Prometheus (`PROMETHEUS_VERSION`) adds: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/. */
const OF_PROMETHEUS = [
  'args', 'externalURL', 'first', 'graphLink', 'humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp',
  'label', 'match', 'now', 'parseDuration', 'pathPrefix', 'query', 'reReplaceAll', 'safeHtml', 'sortByLabel', 'stripDomain', 'stripPort',
  'strvalue', 'tableLink', 'title', 'toDuration', 'toLower', 'toTime', 'toUpper', 'urlQueryEscape', 'value',
];
const FUNCTIONS = [...OF_GO, ...OF_PROMETHEUS];
const VALUES = ['true', 'false', 'nil'];
/** What a template of an alert has from the begin. */
const VARIABLES = ['$', '$labels', '$externalLabels', '$externalURL', '$value'];

/** A piece of an action. */
const PIECES = new RegExp([
  // Texts and characters.
  /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/,
  // Variables and fields.
  /:=|\$\w*(?:\.\w+)*|(?:\.\w+)+|\./,
  // Numbers.
  /[-+]?(?:0[xX][\da-fA-F_]+|\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?|\.\d+)/,
  // Functions, and the rest. No other blanks separate than these: https://pkg.go.dev/text/template#hdr-Text_and_spaces.
  /[A-Za-z_]\w*(?:\.\w+)*|[ \t\r\n]+|[|(),=]/,
].map(({ source }) => source).join('|'), 'y');

/** A block that `end` closes, and the variables that were there before it. */
interface Block {
  readonly word: string;
  readonly variables: readonly string[];
  /** True behind its `else`. */
  otherwise?: boolean;
}

/**
 * Why Prometheus cannot read a text as the template of an alert's label or annotation; undefined if it can. Whether the fields that it
 * names exist shows when an alert fires.
 */
export function templateProblem(text: string): string | undefined {
  const blocks: Block[] = [];
  let variables: readonly string[] = VARIABLES;
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at)) {
    const { action, end, problem } = actionAt(text, at);
    if (problem !== undefined) { return problem; }
    at = end;
    if (action === undefined) { continue; }
    const [, word = '', rest = ''] = /^(\w*)(?![\w.])([^]*)$/.exec(action) ?? [];
    const said = controlProblem(word, rest, blocks);
    if (said !== undefined) { return said; }
    if (word === 'end') { variables = blocks.pop()?.variables ?? variables; continue; }
    if (OPENING.includes(word)) { blocks.push({ word, variables }); }
    if (!CONTROLS.includes(word) || PIPED.includes(word) || (word === 'else' && rest.trim() !== '')) {
      const pipeline = CONTROLS.includes(word) ? rest.replace(/^\s*(?:if|with)\b/, '') : action;
      const read = readPipeline(pipeline, variables, word);
      if (typeof read === 'string') { return read; }
      variables = [...variables, ...read];
    }
  }
  const open = blocks.at(-1);
  return open && `{{ ${open.word} }} has no {{ end }}`;
}

const OPENING = ['if', 'range', 'with', 'block', 'define'];
const PIPED = ['if', 'range', 'with'];
const CONTROLS = [...OPENING, 'else', 'end', 'template', 'break', 'continue'];

/** The text between `{{` and `}}`, without the dashes that trim blanks; undefined for a comment. */
function actionAt(text: string, at: number): { readonly action?: string; readonly end: number; readonly problem?: string } {
  const begin = at + 2;
  const comment = /^(?:-\s)?\/\*[^]*?\*\/(?:\s-)?\}\}/.exec(text.slice(begin));
  if (comment) { return { end: begin + comment[0].length }; }
  const inner = /^(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|(?!\}\})[^"`'])*/.exec(text.slice(begin))?.[0] ?? '';
  const end = begin + inner.length;
  if (!text.startsWith('}}', end)) {
    const quote = text[end];
    return { end, problem: quote === undefined ? `"{{" at column ${at + 1} is never closed` : `a text in {{ }} has no closing ${quote}` };
  }
  const action = inner.replace(/^-\s/, '').replace(/\s-$/, '').replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
  return action === '' ? { end, problem: '{{ }} is empty' } : { action, end: end + 2 };
}

/** What is wrong with the words that make blocks. */
function controlProblem(word: string, rest: string, blocks: readonly Block[]): string | undefined {
  if ((word === 'end' || word === 'else') && blocks.length === 0) { return `{{ ${word} }} belongs to no if, range or with`; }
  const around = blocks.at(-1);
  if (word === 'else' && rest.trim() === '' && around) {
    if (around.otherwise === true) { return `{{ ${around.word} }} has two {{ else }}`; }
    around.otherwise = true;
  }
  if (['template', 'block', 'define'].includes(word) && !/^\s*["`]/.test(rest)) { return `{{ ${word} }} needs a name in quotes`; }
  if (word === 'end' && rest.trim() !== '') { return '{{ end }} stands alone'; }
  if ((word === 'break' || word === 'continue') && !blocks.some((block) => block.word === 'range')) {
    return `{{ ${word} }} belongs to no range`;
  }
  return PIPED.includes(word) && rest.trim() === '' ? `{{ ${word} }} says nothing of what` : undefined;
}

/** Variables that a pipeline declares, or what is wrong with it. */
function readPipeline(pipeline: string, variables: readonly string[], word: string): string | readonly string[] {
  const pieces = piecesOf(pipeline);
  if (typeof pieces === 'string') { return pieces; }
  const declares = pieces.indexOf(':=');
  const declared = declares < 0 ? [] : pieces.slice(0, declares).filter((piece) => piece !== ',');
  const fits = declared.length > 0 && declared.length <= (word === 'range' ? 2 : 1) && declared.every((piece) => /^\$\w+$/.test(piece));
  if (declares >= 0 && !fits) { return '":=" stands behind the name of a variable, such as $x'; }
  const rest = pieces.slice(declares + 1);
  return commandsProblem(rest) ?? wordsProblem(rest, variables) ?? declared;
}

function piecesOf(pipeline: string): string | string[] {
  const pieces: string[] = [];
  let before = ' ';
  for (let at = 0; at < pipeline.length;) {
    PIECES.lastIndex = at;
    const [piece] = PIECES.exec(pipeline) ?? [];
    if (piece === undefined) { return strangeProblem(pipeline[at]!); }
    if (touches(before, piece)) { return `${JSON.stringify(piece)} cannot stand directly behind ${JSON.stringify(before)} in {{ }}`; }
    if (piece.trim() !== '') { pieces.push(piece); }
    before = piece;
    at += piece.length;
  }
  return pieces;
}

/** Blanks that look like one of the keyboard come with what is copied from a page. */
function strangeProblem(character: string): string {
  if (character.trim() !== '') { return `${JSON.stringify(character)} cannot stand in {{ }}`; }
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `the blank in {{ }} is not a plain one (U+${code})`;
}

/** True for two operands without a blank between them. A field goes with what brackets give, as in (query "up" | first).Value. */
function touches(before: string, piece: string): boolean {
  const ends = before.trim() !== '' && !SIGNS.includes(before) && before !== '(';
  const begins = piece.trim() !== '' && !SIGNS.includes(piece) && piece !== ')';
  return ends && begins && !(before === ')' && /^\.\w/.test(piece));
}

/** What separates operands. */
const SIGNS = ['|', ',', '=', ':='];
/** What a command cannot begin with that takes the value before "|": texts, characters, numbers and the dot alone. */
const NO_COMMAND = /^(?:["`'\d+-]|\.(?!\w)|\.\d)/;

/** Brackets in pairs, something before each "|", and behind it what takes that. */
function commandsProblem(pieces: readonly string[]): string | undefined {
  let open = 0;
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    if (piece === '(') { open++; }
    if ((piece === ')' || piece === '|') && (before === undefined || before === '(' || before === '|')) {
      return `there is nothing before "${piece}" in {{ }}`;
    }
    if (before === '|' && (NO_COMMAND.test(piece) || VALUES.includes(piece))) { return `${piece} behind "|" takes no value in {{ }}`; }
    if (piece === ')' && --open < 0) { return '")" closes nothing in {{ }}'; }
    if (piece === ',') { return '"," cannot stand in {{ }}; arguments have blanks between them'; }
  }
  if (pieces.length === 0) { return 'something is missing at the end of {{ }}'; }
  if (pieces.some((piece, index) => piece === '=' && !(index === 1 && pieces[0]?.startsWith('$')))) {
    return '"=" cannot stand in {{ }}; what is compared stands behind eq, as in {{ if eq $x "a" }}';
  }
  return open > 0 ? '"(" is never closed in {{ }}' : undefined;
}

/** Functions and variables that are not there. */
function wordsProblem(pieces: readonly string[], variables: readonly string[]): string | undefined {
  for (const piece of pieces) {
    const [name = ''] = /^\$?\w*/.exec(piece) ?? [];
    if (name.startsWith('$') && !variables.includes(name)) {
      return `there is no variable ${name}; alerts have ${VARIABLES.slice(1).join(', ')}`;
    }
    if (VALUES.includes(name) && piece !== name) { return `${name} has no fields`; }
    if (/^[A-Za-z_]/.test(name) && !FUNCTIONS.includes(name) && !VALUES.includes(name)) { return `there is no function ${name}`; }
  }
  return undefined;
}
