import type { PowerShellValue } from '../../host/powershell-literal';

/**
 * Reads a value that `literal` of host/powershell-literal.ts has written. It reads no other PowerShell.
 *
 * @param text - a script with such a literal in it
 * @param start - index of its first character
 * @throws SyntaxError for anything that `literal` does not write
 */
export function readLiteral(text: string, start = 0): PowerShellValue {
  return new Reader(text, start).value();
}

class Reader {
  constructor(private readonly text: string, private position: number) {}

  value(): PowerShellValue {
    this.skipBlanks();
    const [word] = this.take(/\$true|\$false|-?\d+|@\{|@\(|\(|(?=')/y);
    switch (word) {
      case '$true': return true;
      case '$false': return false;
      case '@{': return this.table();
      case '@(': return this.list();
      case '(': return this.sum();
      case '': return this.string();
      default: return Number(word);
    }
  }

  private table(): { [key: string]: PowerShellValue } {
    const entries: [string, PowerShellValue][] = [];
    for (this.skipBlanks(); !this.skip('}'); this.skipBlanks()) {
      const [, key = ''] = this.take(/([A-Z][A-Za-z0-9]*) = /y);
      entries.push([key, this.value()]);
    }
    return Object.fromEntries(entries);
  }

  private list(): PowerShellValue[] {
    const items: PowerShellValue[] = [];
    for (this.skipBlanks(); !this.skip(')'); this.skipBlanks()) {
      if (items.length > 0) { this.take(/,/y); }
      items.push(this.value());
      this.skipBlanks();
    }
    return items;
  }

  /** `('text' + [char]0x2019 + 'more')`: text with characters outside ASCII. */
  private sum(): string {
    let text = this.string();
    while (!this.skip(')')) {
      const [, code] = this.take(/ \+ (?:\[char\]0x([0-9A-F]{4}))?/y);
      text += code === undefined ? this.string() : String.fromCharCode(parseInt(code, 16));
    }
    return text;
  }

  private string(): string {
    const [, text = ''] = this.take(/'((?:[^']|'')*)'/y);
    return text.replaceAll('\'\'', '\'');
  }

  private skipBlanks(): void { this.take(/\s*/y); }

  private skip(sign: string): boolean {
    if (!this.text.startsWith(sign, this.position)) { return false; }
    this.position += sign.length;
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (!found) { throw new SyntaxError(`expected a literal of these scripts at character ${this.position}`); }
    this.position += found[0].length;
    return found;
  }
}
