import { FormFieldGroup, FormFieldGroupHeader, FormGroup, Switch } from '@patternfly/react-core';
import { useClientNames } from '../../api/names.js';
import { grants, methods } from '../../api/oauth-names.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { ChecksField } from '../../parts/json/checks-field.js';
import type { EditedDocument } from '../../parts/json/document-editor.js';
import { ChoiceField, TextField } from '../../parts/json/fields.js';
import { readPath, writePath } from '../../parts/json/json-path.js';
import { days, pruned } from './policy-choices.js';

/** Whom a rule is for, when it matches, what it then does. */
export function PolicyForm({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  const clients = useClientNames();
  const level = readPath(document.value, '$.level');
  const effect = readPath(document.value, '$.effect');
  // A list that nobody has chosen from asks for nothing, and is not there.
  const pruning: EditedDocument = { ...document, set: (value) => document.set(pruned(value)) };
  const leveled: EditedDocument = {
    ...document,
    set: (value) => document.set(writePath(value, '$.subject', readPath(value, '$.level') === 'tenant' ? null : '')),
  };
  return (
    <div className="pf-v6-c-form fields">
      <ChoiceField
        document={pruning}
        path="$.effect"
        label={text('policy.effect')}
        help={typeof effect === 'string' ? named('effectText', effect) : undefined}
        isRequired
        choices={(['deny', 'require', 'allow'] as const).map((one) => [one, named('effect', one)])}
      />
      <ChoiceField
        document={leveled}
        path="$.level"
        label={text('policy.for')}
        isRequired
        choices={(['tenant', 'client', 'scope'] as const).map((one) => [one, named('level', one)])}
      />
      {level === 'client' && clients.size > 0 && (
        <ChoiceField
          document={document}
          path="$.subject"
          label={text('policy.client')}
          isRequired
          choices={[...clients]}
        />
      )}
      {(level === 'scope' || (level === 'client' && clients.size === 0)) && (
        <TextField
          document={document}
          path="$.subject"
          label={text(level === 'scope' ? 'policy.scope' : 'policy.client')}
          isRequired
        />
      )}
      <TextField
        document={document}
        path="$.reason"
        label={text('policy.reason')}
        help={text('policy.form.reason')}
        isRequired
      />
      <Conditions document={pruning} />
      {effect !== 'deny' && <Demands document={pruning} />}
    </div>
  );
}

function Conditions({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  const hasHours = readPath(document.value, '$.when.hours') !== undefined;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const workdays = days.filter((day) => day !== 'saturday' && day !== 'sunday');
  return (
    <FormFieldGroup
      header={
        <FormFieldGroupHeader
          titleText={{ text: text('policy.when'), id: 'policy-when' }}
          titleDescription={text('policy.when.text')}
        />
      }
    >
      <ChecksField
        document={document}
        path="$.when.grants"
        label={text('policy.grants')}
        choices={grants.map((one) => ({ value: one, label: named('grant', one) }))}
      />
      <TextField
        document={document}
        path="$.when.networks"
        kind="list"
        label={text('policy.networks')}
        help={text('policy.form.networks')}
      />
      <TextField
        document={document}
        path="$.when.certificateIssuer"
        label={text('policy.issuer')}
        help={text('policy.form.issuer')}
      />
      <FormGroup fieldId="policy-hours">
        <Switch
          id="policy-hours"
          label={text('policy.hours')}
          isChecked={hasHours}
          onChange={(_event, checked) =>
            document.set(
              writePath(
                document.value,
                '$.when.hours',
                checked ? { timeZone: zone, days: workdays, from: '08:00', to: '18:00' } : undefined,
              ),
            )
          }
        />
      </FormGroup>
      {hasHours && (
        <>
          <ChecksField
            document={document}
            path="$.when.hours.days"
            label={text('policy.days')}
            choices={days.map((one) => ({ value: one, label: named('day', one) }))}
          />
          <TextField document={document} path="$.when.hours.from" label={text('policy.hours.from')} />
          <TextField
            document={document}
            path="$.when.hours.to"
            label={text('policy.hours.to')}
            help={text('policy.form.to')}
          />
          <TextField document={document} path="$.when.hours.timeZone" label={text('policy.timeZone')} />
        </>
      )}
    </FormFieldGroup>
  );
}

function Demands({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  return (
    <FormFieldGroup
      header={
        <FormFieldGroupHeader
          titleText={{ text: text('policy.require'), id: 'policy-require' }}
          titleDescription={text('policy.require.text')}
        />
      }
    >
      <ChoiceField
        document={document}
        path="$.require.binding"
        label={text('policy.binding')}
        none={text('policy.any')}
        choices={(['dpop', 'certificate'] as const).map((one) => [one, named('bound', one)])}
      />
      <ChecksField
        document={document}
        path="$.require.authentication"
        label={text('policy.authentication')}
        choices={methods.map((one) => ({ value: one, label: named('method', one) }))}
      />
      <TextField
        document={document}
        path="$.require.maximumSeconds"
        kind="number"
        label={text('policy.maximumSeconds')}
      />
    </FormFieldGroup>
  );
}
