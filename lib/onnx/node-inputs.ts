import type { onnx as messages } from 'onnx-proto';

/** What a node reads, the captures of its subgraphs included. */
export function inputsOf(node: messages.INodeProto): string[] {
  const inner = (node.attribute ?? [])
    .flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])])
    .flatMap((subgraph) => (subgraph.node ?? []).flatMap(inputsOf));
  return [...(node.input ?? []), ...inner].filter((name) => name !== '');
}
