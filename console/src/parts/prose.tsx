import { Fragment } from 'react';
import { Code } from './code.js';

/** Sentences of the API, which put names of ours between backticks. Everything else in them is text. */
export function Prose({ children }: { readonly children: string }) {
  const parts = children.split(/`([^`]+)`/);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is where it stands
    <Fragment key={index}>{index % 2 === 1 ? <Code>{part}</Code> : part}</Fragment>
  ));
}
