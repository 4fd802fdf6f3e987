/** How what proves something is compared: never by an operator, whose time tells how much of it was right. */
import ts from 'typescript'
import { at, nodesOf, type Source } from '../support/sources.ts'

const proof = /(digest|hash|mac|token|ticket|seal|sealed|secret|password|pin|verifier)$/i

const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])

/** The last name of an expression, such as `digest` of `link.digest` and `contentDigest` of `await contentDigest(bytes)`. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node))
    return nameOf(node.expression)
  return ''
}

/** True for what no one can guess at: null, undefined and what is written in the sources. */
function isKnown(node: ts.Expression): boolean {
  const isNothing = node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
  return isNothing || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.FalseKeyword || ts.isTypeOfExpression(node)
}

/** Comparisons by an operator of what is named like a proof, in files that are not listed as comparing something public. */
export function comparedSecrets(sources: readonly Source[], publicIn: readonly string[]): readonly string[] {
  return sources
    .filter(({ path }) => !publicIn.includes(path))
    .flatMap((source) =>
      [...nodesOf(source)].filter(ts.isBinaryExpression).flatMap((node) => {
        const { left, right, operatorToken } = node
        if (!equalities.has(operatorToken.kind) || isKnown(left) || isKnown(right)) return []
        const named = [left, right].map(nameOf).find((name) => proof.test(name))
        return named === undefined ? [] : [at(source, node, `${named} is compared by an operator, not by equalText`)]
      }),
    )
}

/**
 * Ways out of the function before it has looked at everything: an operator or a call that compares whole texts, and a way out of a loop. Empty
 * for one whose only loop runs to its end.
 */
export function earlyEnds(source: Source, name: string): readonly string[] {
  const declared = [...nodesOf(source)].find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name)
  if (declared === undefined || !ts.isFunctionDeclaration(declared)) return [`${source.path}: no function ${name}`]
  const given = new Set(declared.parameters.map((parameter) => parameter.name.getText(source.ast)))
  const found: string[] = []
  let loops = 0
  const visit = (node: ts.Node, isInLoop: boolean): void => {
    const loop = ts.isIterationStatement(node, false) || isWalk(node)
    if (loop) loops += 1
    const leaves =
      ts.isReturnStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node) || ts.isThrowStatement(node)
    if (isInLoop && leaves) found.push(at(source, node, 'the comparison may end before all is looked at'))
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node))
      found.push(at(source, node, 'the comparison takes one of two ways'))
    if (ts.isBinaryExpression(node) && equalities.has(node.operatorToken.kind)) {
      const whole = [node.left, node.right].some((side) => ts.isIdentifier(side) && given.has(side.text))
      if (whole) found.push(at(source, node, 'the operator ends at the first difference'))
    }
    ts.forEachChild(node, (child) => visit(child, isInLoop || loop))
  }
  if (declared.body !== undefined) visit(declared.body, false)
  return loops === 1 ? found : [...found, `${source.path}: ${name} looks at everything in ${loops} loops, not in one`]
}

/** A call such as `bytes.forEach(…)`, which has no way out. */
function isWalk(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'forEach'
}
