/** The builder's own look at expressions, before the server's. */

/** What is wrong with the expression; null where nothing is. */
export function expressionFault(_expression: string, _names: readonly string[]): string | null {
  return null;
}
