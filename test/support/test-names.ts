import ts from 'typescript'

/** The names of the tests in a file: first arguments of `it`, `test` and `it.each(…)`. */
export function testNames(source: string): readonly string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = ts.isCallExpression(node.expression) ? node.expression.expression : node.expression
      const [first] = node.arguments
      if (/^(it|test|describe)(\.each)?$/.test(callee.getText()) && first !== undefined) {
        if (ts.isStringLiteralLike(first)) names.push(first.text)
        else if (ts.isTemplateExpression(first)) names.push(first.head.text)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest, true))
  return names
}
