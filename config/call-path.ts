/** What a match of gRPC asks of a call. */
export interface CallMatch {
  /** Service with its package, or an expression for one. @default - any */
  readonly service?: string;
  /** Method, or an expression for one. @default - any */
  readonly method?: string;
  /** How both are compared. @default Exact */
  readonly type?: 'Exact' | 'RegularExpression';
}

/** A path as a match of HTTP has it. */
export interface MatchedPath {
  /** How it is compared. */
  readonly type: 'PathPrefix' | 'Exact' | 'RegularExpression';
  /** The path, or an expression for it. */
  readonly value: string;
}

/**
 * The path of a call, which is that of an HTTP request: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. Istio makes the
 * same of it: createGRPCURIMatch in https://github.com/istio/istio/blob/1.30.3/pilot/pkg/config/kube/gateway/conversion.go.
 */
export function pathOfCall({ service, method, type = 'Exact' }: CallMatch): MatchedPath {
  if (service === undefined && method === undefined) { return { type: 'PathPrefix', value: '/' }; }
  if (type === 'RegularExpression') { return { type, value: `/${grouped(service) ?? '[^/]+'}/${grouped(method) ?? '.+'}` }; }
  if (method === undefined) { return { type: 'PathPrefix', value: `/${service ?? ''}` }; }
  return service === undefined
    ? { type: 'RegularExpression', value: `/[^/]+/${method}` } : { type: 'Exact', value: `/${service}/${method}` };
}

/** An expression as a part of a longer one: Istio joins the two without parentheses, so that "|" would reach beyond its own part. */
export function grouped<Expression extends string | undefined>(expression: Expression): Expression | string {
  return expression?.includes('|') === true ? `(?:${expression})` : expression;
}
