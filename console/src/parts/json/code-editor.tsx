import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter, lintGutter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { Fault } from './fault.js';
import { placeIn } from './place-in-text.js';
import { shownPlace, showPlace } from './shown-place.js';

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly faults: readonly Fault[];
  /** A place to show first. */
  readonly at?: string | undefined;
  readonly isReadOnly?: boolean;
}

/** The theme's own colours of text, which can be read in light and dark. */
const colours = HighlightStyle.define([
  { tag: tags.string, color: 'var(--pf-t--global--text--color--status--success--default)' },
  { tag: tags.propertyName, color: 'var(--pf-t--global--text--color--link--default)' },
]);

const look = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '0.875rem',
    backgroundColor: 'var(--pf-t--global--background--color--primary--default)',
    color: 'var(--pf-t--global--text--color--regular)',
  },
  '.cm-content': { fontFamily: 'var(--pf-t--global--font--family--mono)', caretColor: 'currentColor' },
  '.cm-gutters': {
    backgroundColor: 'var(--pf-t--global--background--color--secondary--default)',
    color: 'var(--pf-t--global--text--color--subtle)',
    border: 'none',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-shown-place': { boxShadow: '0 0 0 2px var(--pf-t--global--border--color--clicked)', borderRadius: '2px' },
  '&.cm-focused': { outline: '2px solid var(--pf-t--global--border--color--clicked)' },
  '.cm-tooltip': { backgroundColor: 'var(--pf-t--global--background--color--floating--default)', color: 'inherit' },
});

const judge = (faults: () => readonly Fault[]) =>
  linter((view): Diagnostic[] => {
    const broken = jsonParseLinter()(view);
    if (broken.length > 0) return broken;
    const tree = syntaxTree(view.state);
    return faults().map(({ path, message }) => ({
      ...placeIn(tree, view.state.doc, path),
      severity: 'error',
      message,
    }));
  });

/**
 * CodeMirror, in a shadow root of its own: there it takes its styles as objects, which the Content-Security-Policy allows, and not
 * as an element, which it does not. Keys leave it by Tab, as people who use keyboards alone expect.
 */
export default function CodeEditor({ label, value, onChange, faults, at, isReadOnly = false }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const known = useRef(faults);
  const changed = useRef(onChange);
  known.current = faults;
  changed.current = onChange;
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told by the effects below
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          history(),
          json(),
          bracketMatching(),
          indentOnInput(),
          highlightActiveLine(),
          syntaxHighlighting(colours),
          lintGutter(),
          judge(() => known.current),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(isReadOnly),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
          shownPlace,
          look,
        ],
      }),
    });
    // Whatever of it does not fit is scrolled with keys as well.
    editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    if (at !== undefined) {
      const { from, to } = placeIn(syntaxTree(editor.state), editor.state.doc, at);
      editor.dispatch({
        selection: { anchor: from, head: to },
        effects: [EditorView.scrollIntoView(from, { y: 'center' }), showPlace.of({ from, to })],
      });
    }
    return () => {
      editor.destroy();
      root.replaceChildren();
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other faults are to be shown anew
  useEffect(() => {
    if (view.current !== null) forceLinting(view.current);
  }, [faults]);
  return <div ref={host} className="code-editor" />;
}
