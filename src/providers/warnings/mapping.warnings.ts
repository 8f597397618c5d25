import type { ClaimPath } from '../../claims/claim-path.js';
import { pathsOf, preparationOf } from '../../claims/field-mapping.js';
import { selectorsOf } from '../../claims/paths/selectors-of.js';
import { mergingSteps } from '../../claims/reading-faults.js';
import { locatedMappings, mappingsOf } from '../mappings-of.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import type { ProviderWarning } from './provider-warning.schema.js';

/** Warnings about what the mappings prove, and what they do not. */
export function mappingWarnings(configuration: ProviderConfiguration): readonly ProviderWarning[] {
  return [
    ...anyAccount(configuration),
    ...unsignedUpdates(configuration),
    ...mergingPreparations(configuration),
    ...fullNamesAsFirstNames(configuration),
    ...unlistedFields(configuration),
    ...unusedFields(configuration),
  ];
}

function anyAccount(configuration: ProviderConfiguration): ProviderWarning[] {
  const validations = mappingsOf(configuration).filter(({ mapping }) => mapping.action === 'validate');
  const path = configuration.kind === 'oidc' ? '$.idToken.mappings' : '$.resources';
  if (validations.length === 0) {
    const message =
      'No mapping validates anything: whoever has any account at this provider passes. Add a `validate` mapping.';
    return [{ code: 'any_account_passes', path, message }];
  }
  if (validations.some(({ mapping }) => mapping.whenMissing === 'fail')) return [];
  const message =
    'Every `validate` mapping is skipped when its claim or expected value is missing: an account without them passes. Leave one at `whenMissing: fail`.';
  return [{ code: 'validation_may_be_skipped', path, message }];
}

function unsignedUpdates({ authorizationResponse, responseMode }: ProviderConfiguration): ProviderWarning[] {
  if (authorizationResponse.mappings.length === 0 || responseMode?.includes('jwt') === true) return [];
  return [
    {
      code: 'unsigned_source',
      path: '$.authorizationResponse.mappings',
      message: "These values are unsigned and pass through the signer's browser: the signer can change them.",
    },
  ];
}

function mergingPreparations(configuration: ProviderConfiguration): ProviderWarning[] {
  return locatedMappings(configuration).flatMap(({ mapping, path }) => {
    const steps = mapping.action === 'validate' ? mergingSteps(preparationOf(mapping)) : [];
    if (steps.length === 0) return [];
    const message = `Different persons may become equal: ${steps.join(' and ')} can make one value of two before it is compared. Leave it only where what is taken off says nothing about who it is; the verdict names the prefix.`;
    return [{ code: 'preparation_may_merge', path: `${path}.prepare`, message }];
  });
}

/** `name` (OpenID Connect Core §5.1) has the family name in it, and any word of it would do as the first name. */
function fullNamesAsFirstNames(configuration: ProviderConfiguration): ProviderWarning[] {
  return locatedMappings(configuration).flatMap(({ mapping, path }) => {
    const isFirstName = mapping.action === 'validate' && mapping.target === 'recipient.firstName';
    if (!isFirstName || mapping.compare !== 'name' || !pathsOf(mapping).some(findsFullName)) return [];
    const message =
      'A claim `name` holds the family name too, and a family name can pass for the expected first name: compare it with `full-name` and the target recipient.fullName.';
    return [{ code: 'full_name_as_first_name', path: `${path}.target`, message }];
  });
}

function findsFullName(path: ClaimPath): boolean {
  const last = selectorsOf(path).at(-1);
  return (
    last?.kind === 'member' && ['name', 'full_name', 'fullName', 'display_name', 'displayName'].includes(last.name)
  );
}

function customTargets(configuration: ProviderConfiguration): ReadonlySet<string> {
  const targets = mappingsOf(configuration).map(({ mapping }): string => mapping.target);
  return new Set(targets.filter((target) => target.startsWith('custom.')).map((target) => target.slice(7)));
}

function unlistedFields(configuration: ProviderConfiguration): ProviderWarning[] {
  const listed = new Set(configuration.customFields.map((field) => field.name));
  return [...customTargets(configuration)]
    .filter((name) => !listed.has(name))
    .map((name) => ({
      code: 'custom_field_not_listed',
      path: '$.customFields',
      message: `A mapping uses custom.${name}, which customFields does not list: forms built from it will not ask for it.`,
    }));
}

function unusedFields(configuration: ProviderConfiguration): ProviderWarning[] {
  const used = customTargets(configuration);
  return configuration.customFields.flatMap((field, index) =>
    used.has(field.name)
      ? []
      : [
          {
            code: 'custom_field_not_validated',
            path: `$.customFields[${index}]`,
            message: `No mapping validates custom.${field.name}: an expected value given for it will be refused.`,
          },
        ],
  );
}
