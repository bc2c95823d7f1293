import { goRegExp } from '../../verify/go-regexp';

/** Stands in for Go's regular expressions, which kubernetes-models runs as WebAssembly. */
export class RE2 {
  private readonly expression: RegExp;

  constructor(pattern: string) {
    this.expression = goRegExp(pattern);
  }

  public test(value: string): boolean {
    return this.expression.test(value);
  }
}
