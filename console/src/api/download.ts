import type { Authentication } from '../authentication/authentication.js';
import { publicPath } from '../public-path.js';
import { failureOf } from './client.js';

/** Fetches a document with the person's proof. @throws ApiFailure */
export async function fetchDocument(authentication: Authentication, path: string, accept: string): Promise<Blob> {
  const url = `${location.origin}${publicPath}${path}`;
  const proof = await authentication.headersFor('GET', url);
  const response = await fetch(url, { headers: { ...proof, accept }, credentials: 'same-origin' });
  if (!response.ok) throw await failureOf(response);
  return response.blob();
}

/** Hands a document to the browser, to be kept under a name. */
export function keepDocument(document_: Blob, name: string): void {
  const url = URL.createObjectURL(document_);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
