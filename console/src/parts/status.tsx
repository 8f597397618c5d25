import { Label } from '@patternfly/react-core';
import { useNamed } from '../language/use-messages.js';

type Tone = 'success' | 'warning' | 'danger' | 'info' | 'custom';

/** Every status that the API names, by how good the news is. */
const tones: Readonly<Record<string, Tone>> = {
  succeeded: 'success',
  matched: 'success',
  updated: 'success',
  unchanged: 'success',
  ok: 'success',
  delivered: 'success',
  delivering: 'success',
  enabled: 'success',
  presented: 'success',
  active: 'success',
  valid: 'success',
  working: 'success',
  matches: 'info',
  expiring: 'warning',
  stale: 'warning',
  done: 'success',
  confirmed: 'success',
  failed: 'danger',
  mismatched: 'danger',
  missing: 'danger',
  fault: 'danger',
  given_up: 'danger',
  failing: 'danger',
  gone: 'danger',
  expired: 'warning',
  warning: 'warning',
  suspended: 'warning',
  abandoned: 'warning',
  revoked: 'warning',
  locked: 'warning',
  refused: 'warning',
  pending: 'info',
  open: 'info',
  exchanging: 'info',
  next: 'info',
  invited: 'info',
};

/** A status in words, with a sign and a colour beside them. */
export function Status({ value }: { readonly value: string }) {
  const named = useNamed();
  const tone = tones[value] ?? 'custom';
  return tone === 'custom' ? (
    <Label isCompact>{named('status', value)}</Label>
  ) : (
    <Label isCompact status={tone}>
      {named('status', value)}
    </Label>
  );
}
