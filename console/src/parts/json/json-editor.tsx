import { lazy, Suspense } from 'react';
import { Loading } from '../states/loading.js';
import type { CodeEditorProps } from './code-editor.js';

const CodeEditor = lazy(() => import('./code-editor.js'));

/** The JSON editor, loaded when it is first shown. */
export function JsonEditor(properties: CodeEditorProps) {
  return (
    <Suspense fallback={<Loading />}>
      <CodeEditor {...properties} />
    </Suspense>
  );
}
