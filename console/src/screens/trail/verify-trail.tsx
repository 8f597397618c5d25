import { Alert, Button, List, ListItem, Progress } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, answeredText } from '../../api/client.js';
import { ApiFailure } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useLocale, useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import type { Log, NotProved, Proved } from '../../verification/verify-trail.js';

type Trail = components['schemas']['AuditTrail'];

/** What the verification asks the service. */
function useLog(): Log {
  const api = useApi();
  return {
    keys: () => answeredText(api.GET('/v1/audit/key', { parseAs: 'text' })),
    checkpoint: () => answeredText(api.GET('/v1/audit/checkpoint', { parseAs: 'text', cache: 'no-store' })),
    inclusion: (leafHash) =>
      answered(api.GET('/v1/audit/proofs/inclusion', { params: { query: { leafHash } } })).catch((error: unknown) => {
        if (error instanceof ApiFailure && error.problem?.code === 'audit.leaf_unknown') return null;
        throw error;
      }),
    consistency: (from, to) => answered(api.GET('/v1/audit/proofs/consistency', { params: { query: { from, to } } })),
  };
}

/** Verifies the trail in this browser, and says in words what that has proved and what it has not. */
export function VerifyTrail({ trail, envelope }: { readonly trail: Trail; readonly envelope: string }) {
  const text = useText();
  const log = useLog();
  const [progress, setProgress] = useState({ done: 0, total: 1 });
  const verification = useMutation({
    mutationFn: async () => {
      // Loaded when somebody verifies: most people only read.
      const { verifyTrail } = await import('../../verification/verify-trail.js');
      return verifyTrail(trail, envelope, log, (done, total) => setProgress({ done, total }));
    },
  });
  const result = verification.data;
  return (
    <Section
      title={text('verify.title')}
      actions={
        <Button isDisabled={verification.isPending} onClick={() => verification.mutate()}>
          {text('verify.start')}
        </Button>
      }
    >
      <div aria-live="polite">
        {verification.isIdle && <p>{text('verify.text')}</p>}
        {verification.isPending && (
          <Progress
            aria-label={text('verify.running')}
            title={text('verify.running')}
            value={progress.done}
            max={progress.total}
            measureLocation="outside"
          />
        )}
        <ProblemAlert error={verification.error} />
        {result !== undefined && (
          <>
            {result.lie === null ? (
              <Alert component="p" isInline variant="success" title={text('verify.true')} />
            ) : (
              <Alert component="p" isInline variant="danger" title={text('verify.lie')}>
                <strong>{result.lie.place}</strong> {result.lie.what}
              </Alert>
            )}
            <Statements title={text('verify.proved')} statements={result.proved} />
            <Statements title={text('verify.notProved')} statements={result.notProved} />
          </>
        )}
      </div>
    </Section>
  );
}

function Statements({
  title,
  statements,
}: {
  readonly title: string;
  readonly statements: readonly (Proved | NotProved)[];
}) {
  const inWords = useStatement();
  if (statements.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <List>
        {statements.map((statement) => (
          <ListItem key={statement.what}>{inWords(statement)}</ListItem>
        ))}
      </List>
    </>
  );
}

function useStatement(): (statement: Proved | NotProved) => string {
  const text = useText();
  const locale = useLocale();
  const moment = (at: string): string => new Date(at).toLocaleString(locale);
  return (statement) => {
    switch (statement.what) {
      case 'chain':
        return text('verify.chain', { events: statement.events });
      case 'signature':
        return `${text('verify.signature', { origin: statement.origin, size: statement.size })} ${statement.byBrowser ? text('verify.byBrowser') : ''}`;
      case 'inclusion':
        return text('verify.inclusion', { events: statement.events });
      case 'consistency':
        return text('verify.consistency', { size: statement.size, keptAt: moment(statement.keptAt) });
      case 'first-visit':
        return text('verify.firstVisit');
      case 'key-from-service':
        return text('verify.keyFromService');
      case 'not-yet-in-log':
        return text('verify.notYetInLog', { events: statement.events });
      case 'other-key':
        return text('verify.otherKey');
    }
  };
}
