import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { DownloadButton } from '../../parts/download-button.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { TrailEvents } from './trail-events.js';
import { VerifyTrail } from './verify-trail.js';

/** Everything that happened to an envelope, what of it is proved, and the documents for others. */
export function EnvelopeTrail() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const { envelope = '' } = useParams();
  const [disclose, setDisclose] = useState(false);
  const query = useQuery({
    queryKey: ['trail', envelope, disclose],
    queryFn: () =>
      answered(
        api.GET('/v1/envelopes/{id}/audit-trail', {
          params: { path: { id: envelope }, ...(disclose ? { query: { disclose: 'true' as const } } : {}) },
        }),
      ),
  });
  const path = `/v1/envelopes/${encodeURIComponent(envelope)}`;
  const name = envelope.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
  return (
    <Screen
      title={envelope}
      parent={{ to: '/trail', title: text('trail.title') }}
      actions={
        !disclose &&
        query.data !== undefined && (
          <Confirm
            label={text('trail.disclose')}
            title={text('trail.disclose.title')}
            consequences={<p>{text('trail.disclose.text')}</p>}
            isDisabled={!may('audit:disclose')}
            act={() => {
              setDisclose(true);
              return Promise.resolve();
            }}
          />
        )
      }
    >
      <Unanswered query={query} />
      {query.data !== undefined && (
        <>
          <VerifyTrail trail={query.data} envelope={envelope} />
          <Section title={text('trail.documents')}>
            <p className="links">
              <DownloadButton
                label="JSON"
                path={`${path}/audit-trail?format=json`}
                accept="application/json"
                name={`${name}.json`}
              />
              <DownloadButton
                label="XML"
                path={`${path}/audit-trail?format=xml`}
                accept="application/xml"
                name={`${name}.xml`}
              />
              <DownloadButton
                label="PDF"
                path={`${path}/audit-trail?format=pdf`}
                accept="application/pdf"
                name={`${name}.pdf`}
              />
              {may('audit:disclose') && (
                <DownloadButton
                  label={text('trail.package')}
                  path={`${path}/evidence`}
                  accept="application/zip"
                  name={`${name}.zip`}
                />
              )}
            </p>
          </Section>
          <Section title={text('trail.events', { count: query.data.events.length })}>
            <TrailEvents events={query.data.events} />
          </Section>
        </>
      )}
    </Screen>
  );
}
