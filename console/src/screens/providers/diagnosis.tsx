import { Button, Progress, Switch } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { ProblemAlert } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';
import { CheckList } from './check-list.js';

/** Asks the provider itself what can be known without a signer. Takes seconds, and can be given up. */
export function Diagnosis({ name }: { readonly name: string }) {
  const text = useText();
  const may = useMay();
  const api = useApi();
  const [everything, setEverything] = useState(false);
  const [cancel, setCancel] = useState<AbortController | null>(null);
  const diagnosis = useMutation({
    mutationFn: (signal: AbortSignal) =>
      answered(api.POST('/v1/providers/{name}/diagnosis', { params: { path: { name } }, signal })),
  });
  const start = (): void => {
    const controller = new AbortController();
    setCancel(controller);
    diagnosis.mutate(controller.signal);
  };
  const report = diagnosis.data;
  const checks = report?.checks.filter(({ verdict }) => everything || verdict === 'fault' || verdict === 'warning');
  return (
    <Section
      title={text('diagnosis.title')}
      actions={
        diagnosis.isPending ? (
          <Button variant="secondary" onClick={() => cancel?.abort()}>
            {text('action.stop')}
          </Button>
        ) : (
          <Button variant="secondary" isDisabled={!may('providers:write')} onClick={start}>
            {text('diagnosis.start')}
          </Button>
        )
      }
    >
      <div aria-live="polite">
        {diagnosis.isIdle && <p>{text('diagnosis.text')}</p>}
        {diagnosis.isPending && (
          <Progress
            aria-label={text('diagnosis.running')}
            title={text('diagnosis.running')}
            measureLocation="none"
            value={66}
          />
        )}
        {cancel?.signal.aborted !== true && <ProblemAlert error={diagnosis.error} />}
        {report !== undefined && checks !== undefined && (
          <>
            <p>
              <Status value={report.verdict} />{' '}
              {text('diagnosis.summary', {
                faults: report.checks.filter(({ verdict }) => verdict === 'fault').length,
                warnings: report.checks.filter(({ verdict }) => verdict === 'warning').length,
                checks: report.checks.length,
              })}
            </p>
            <Switch
              id="diagnosis-everything"
              label={text('diagnosis.everything')}
              isChecked={everything}
              onChange={(_event, checked) => setEverything(checked)}
            />
            {checks.length > 0 && <CheckList checks={checks} provider={name} />}
          </>
        )}
      </div>
    </Section>
  );
}
