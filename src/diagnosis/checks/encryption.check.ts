import type { Encryption } from '../../providers/provider-configuration.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';

/** Where encryption is demanded, the provider can encrypt so. */
export function checkEncryption({ advertised, subject }: Evidence): Finding[] {
  const { idToken, resources } = subject.provider.configuration;
  const expected = 'encryption that the provider supports';
  const demands: readonly (readonly [string, Encryption | null, readonly string[] | null])[] = [
    ['$.idToken.encryption', idToken?.encryption ?? null, advertised?.id_token_encryption_alg_values_supported ?? null],
    ...resources.map(
      ({ encryption }, index) =>
        [
          `$.resources[${index}].encryption`,
          encryption,
          advertised?.userinfo_encryption_alg_values_supported ?? null,
        ] as const,
    ),
  ];
  const findings = demands.flatMap(([path, encryption, supported]): Finding[] => {
    if (encryption === null) return [];
    const demanded = encryption.keyManagementAlgorithms;
    if (supported === null) return [notApplicable(path, 'the provider does not say how it encrypts', expected)];
    if (demanded.some((algorithm) => supported.includes(algorithm))) {
      return [ok(path, { seen: demanded.join(', '), expected })];
    }
    return [
      fault(path, {
        seen: `${demanded.join(', ')}, none of which the provider lists`,
        expected: supported.length === 0 ? 'no encryption' : `one of ${supported.join(', ')}`,
        remedy: 'Choose algorithms that the provider supports, or set `encryption` to null.',
      }),
    ];
  });
  return findings.length > 0
    ? findings
    : [notApplicable('$.idToken.encryption', 'no encryption is demanded', expected)];
}
