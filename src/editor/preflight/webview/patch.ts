/**
 * Makes the content of an element that of a text of HTML, and leaves what is the same in place: so an update takes
 * neither the keyboard nor the place from a reader, and a screen reader says no more than what changed. Elements with a
 * `data-key` are found again wherever they go.
 */
export function patch(root: Element, html: string): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  patchChildren(root, template.content);
}

function patchChildren(parent: Element, wanted: ParentNode & Node): void {
  const byKey = new Map<string, ChildNode>();
  for (const child of parent.childNodes) {
    const key = keyOf(child);
    if (key !== undefined) byKey.set(key, child);
  }
  let at = parent.firstChild;
  for (const next of [...wanted.childNodes]) {
    const key = keyOf(next);
    const candidate = key === undefined ? at : byKey.get(key);
    if (!candidate || keyOf(candidate) !== key || candidate.nodeName !== next.nodeName) {
      parent.insertBefore(next, at);
      continue;
    }
    if (candidate === at) at = at.nextSibling;
    else parent.insertBefore(candidate, at);
    patchNode(candidate, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** Whether a dialogue is unfolded, and where the keyboard was led, is the reader's business. */
const READERS: ReadonlySet<string> = new Set(['open', 'tabindex']);

function patchNode(node: ChildNode, next: ChildNode): void {
  if (node.isEqualNode(next)) return;
  if (!(node instanceof Element) || !(next instanceof Element)) {
    node.nodeValue = next.nodeValue;
    return;
  }
  for (const { name, value } of next.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  for (const { name } of [...node.attributes])
    if (!next.hasAttribute(name) && !READERS.has(name)) node.removeAttribute(name);
  patchChildren(node, next);
}

const keyOf = (node: Node): string | undefined =>
  node instanceof HTMLElement || node instanceof SVGElement ? node.dataset['key'] : undefined;
