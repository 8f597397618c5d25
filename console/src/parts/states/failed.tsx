import { Alert, Button, Content, EmptyState, EmptyStateBody, List, ListItem } from '@patternfly/react-core';
import { ApiFailure, Outdated } from '../../api/problem.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../code.js';
import { Copyable } from '../copyable.js';
import { Prose } from '../prose.js';
import { InView } from './in-view.js';

/** Two rules may find the same fault. */
const distinct = <Fault extends { readonly path: string; readonly message: string }>(faults: readonly Fault[]) => [
  ...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values(),
];

/** What a refusal or failure says: the problem's words, each fault with its place, what to do, and the id that the log has. */
export function ProblemWords({ error }: { readonly error: unknown }) {
  const text = useText();
  if (!(error instanceof ApiFailure) || error.problem === null)
    return (
      <Content>
        {text(error instanceof ApiFailure && error.status > 0 ? 'problem.otherAnswer' : 'problem.noAnswer')}
      </Content>
    );
  const { detail, errors, remedy, code, type, instance } = error.problem;
  return (
    <div className="problem">
      <Content component="p">
        <Prose>{detail}</Prose>
      </Content>
      {errors !== undefined && (
        <List>
          {distinct(errors).map(({ path, message }) => (
            <ListItem key={`${path} ${message}`}>
              <Code>{path}</Code> <Prose>{message}</Prose>
            </ListItem>
          ))}
        </List>
      )}
      {remedy !== '' && (
        <Content component="p">
          <Prose>{remedy}</Prose>
        </Content>
      )}
      <div className="problem-reference">
        <a href={type} target="_blank" rel="noreferrer">
          <Code>{code}</Code>
        </a>{' '}
        {text('problem.reference')} <Copyable label={text('problem.reference')}>{instance}</Copyable>
      </div>
    </div>
  );
}

const titleOf = (error: unknown) => (error instanceof ApiFailure ? error.problem?.title : undefined);

/** A change that was refused, above the form or the button that asked for it. */
export function ProblemAlert({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null || error === undefined || error instanceof Outdated) return null;
  return (
    <InView of={error}>
      <Alert component="p" isInline variant="danger" title={titleOf(error) ?? text('problem.title')} role="alert">
        <ProblemWords error={error} />
      </Alert>
    </InView>
  );
}

/** In place of what could not be read: forbidden, not there, or failed; with a way to try again where that may help. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const text = useText();
  const status = error instanceof ApiFailure ? error.status : 0;
  const forbidden = status === 403;
  return (
    <EmptyState
      headingLevel="h2"
      status={forbidden ? 'warning' : 'danger'}
      titleText={forbidden ? text('state.forbidden.title') : (titleOf(error) ?? text('state.failed.title'))}
    >
      <EmptyStateBody>
        <ProblemWords error={error} />
        {retry !== undefined && !forbidden && status !== 404 && (
          <Button variant="secondary" onClick={retry}>
            {text('state.retry')}
          </Button>
        )}
      </EmptyStateBody>
    </EmptyState>
  );
}
