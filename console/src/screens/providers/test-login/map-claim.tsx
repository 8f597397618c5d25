import {
  Button,
  Form,
  FormGroup,
  FormSelect,
  FormSelectOption,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered } from '../../../api/client.js';
import { matching } from '../../../api/if-match.js';
import { useApi } from '../../../api/use-api.js';
import { useNamed, useText } from '../../../language/use-messages.js';
import { Failed, ProblemAlert } from '../../../parts/states/failed.js';
import { pathOf } from '../mappings.js';
import { type ProviderRequest, useForgetProviders, useProvider } from '../provider-queries.js';
import { targets } from '../targets.js';
import { mappingOf, replacedBy, withMapping } from './mapping-of-claim.js';
import type { PickedClaim } from './picked-claim.js';
import { PreviewedMappings } from './previewed-mappings.js';
import { suggestedTarget } from './suggested-target.js';

interface MapClaimProps {
  readonly claim: PickedClaim;
  readonly provider: string;
  readonly testLoginId: string;
  readonly close: () => void;
}

/** Makes a mapping of a claim, or mends those that have the same target; shows first what it does to this login. */
export function MapClaim({ claim, provider, testLoginId, close }: MapClaimProps) {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetProviders();
  const configured = useProvider(provider);
  const [action, setAction] = useState<'validate' | 'update'>('validate');
  const [target, setTarget] = useState<string>(suggestedTarget(claim.path));
  const [error, setError] = useState<unknown>(null);
  const replaced = configured.data === undefined ? [] : replacedBy(configured.data, { action, target });
  const mapping = mappingOf(claim.path, action, target, replaced);
  const preview = useQuery({
    queryKey: ['mapping-preview', testLoginId, claim.source, mapping],
    enabled: configured.data !== undefined,
    queryFn: () =>
      answered(
        api.POST('/v1/mapping-previews', { body: { testLoginId, mappings: [{ ...mapping, source: claim.source }] } }),
      ),
  });
  const save = async (): Promise<void> => {
    if (configured.data === undefined) return;
    try {
      await api.PUT('/v1/providers/{name}', {
        params: { path: { name: provider }, header: matching(configured.data) },
        body: withMapping(configured.data, claim.source, mapping, replaced) as ProviderRequest,
      });
      await forget();
      close();
      void navigate(`/providers/${provider}`);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Modal isOpen variant="medium" onClose={close} aria-labelledby="map-claim">
      <ModalHeader title={text('mapClaim.title')} labelId="map-claim" description={text('mapClaim.text')} />
      <ModalBody>
        <Form>
          <FormGroup label={text('mapping.path')} fieldId="map-path">
            <TextInput id="map-path" readOnlyVariant="default" value={claim.path} />
          </FormGroup>
          <FormGroup label={text('mapping.action')} fieldId="map-action">
            <FormSelect
              id="map-action"
              value={action}
              onChange={(_event, value) => setAction(value === 'update' ? 'update' : 'validate')}
            >
              <FormSelectOption value="validate" label={named('mapping', 'validate')} />
              <FormSelectOption value="update" label={named('mapping', 'update')} />
            </FormSelect>
          </FormGroup>
          <FormGroup label={text('mapping.target')} fieldId="map-target">
            <FormSelect id="map-target" value={target} onChange={(_event, value) => setTarget(value)}>
              {targets.map((one) => (
                <FormSelectOption key={one} value={one} label={one} />
              ))}
            </FormSelect>
          </FormGroup>
        </Form>
        {replaced.length > 0 && (
          <p>
            {text('mapClaim.replaces', {
              mappings: replaced.map((one) => `${pathOf(one.mapping)} (${one.source})`).join(', '),
            })}
          </p>
        )}
        {preview.isError && <Failed error={preview.error} />}
        {preview.data !== undefined && <PreviewedMappings mappings={preview.data.mappings} provider={provider} />}
        <ProblemAlert error={error} />
      </ModalBody>
      <ModalFooter>
        <Button isDisabled={configured.data === undefined} onClick={save}>
          {text('mapClaim.save')}
        </Button>
        <Button variant="link" onClick={close}>
          {text('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
