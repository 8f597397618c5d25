import { beforeAll, describe, expect, it } from '@jest/globals';
import { createSelfSignedClient, type TestCertificate } from '../support/certificates.js';
import { leastOauth2, leastOidc } from './bodies.js';
import { faultsOf, pathsOf } from './faults.js';

const resource = { name: 'user', uri: 'https://idp.example/user' };
const authenticated = (clientAuthentication: object) => ({ ...leastOidc, clientAuthentication });

describe('rules between members', () => {
  let first: TestCertificate;
  let second: TestCertificate;
  beforeAll(async () => {
    first = await createSelfSignedClient();
    second = await createSelfSignedClient();
  });

  it('allow http where the deployment does', () => {
    const body = { ...leastOidc, issuer: 'http://localhost:4000', tokenUri: 'http://localhost:4000/token' };
    expect(faultsOf(body, { allowHttp: true, creating: true })).toEqual([]);
  });

  it('let a secret be left out where one may be stored', () => {
    expect(faultsOf(authenticated({ method: 'client_secret_basic' }), { allowHttp: false, creating: false })).toEqual(
      [],
    );
  });

  it('are judged although other members are malformed', () => {
    const body = {
      ...leastOauth2,
      usePkce: 'yes',
      resources: [{ ...resource, required: 1 }, resource],
      subject: { source: 'resource:other', path: '' },
      authorizationParameters: { state: 'x', other: 3 },
    };
    expect(new Set(pathsOf(body))).toEqual(
      new Set([
        '$.usePkce',
        '$.resources[0].required',
        '$.resources[1].name',
        '$.subject.source',
        '$.subject.path',
        '$.authorizationParameters.state',
        '$.authorizationParameters.other',
      ]),
    );
  });

  it('do not guess at what a malformed member might have meant', () => {
    const body = { ...leastOauth2, resources: [{ ...resource, name: 7 }] };
    expect(pathsOf(body)).toEqual(['$.resources[0].name']);
  });

  it('want certificate and key of one pair', () => {
    const { certificate, privateKey } = first;
    const tls = (members: object) => pathsOf(authenticated({ method: 'self_signed_tls_client_auth', ...members }));
    expect(tls({ certificate, privateKey })).toEqual([]);
    expect(tls({ certificate })).toEqual(['$.clientAuthentication.privateKey']);
    expect(tls({ privateKey })).toEqual(['$.clientAuthentication.certificate']);
    expect(tls({ certificate, privateKey: second.privateKey })).toEqual(['$.clientAuthentication.privateKey']);
    expect(tls({ certificate: 'not PEM', privateKey })).toContain('$.clientAuthentication.certificate');
  });

  it('want one pinned certificate and readable PEM', () => {
    const { certificate } = first;
    const trust = (members: object) => pathsOf({ ...leastOidc, trust: members });
    expect(trust({ ca: `${certificate}\n${second.certificate}` })).toEqual([]);
    expect(trust({ leaf: `${certificate}\n${second.certificate}` })).toEqual(['$.trust.leaf']);
    expect(trust({ ca: `${certificate}\nmore` })).toEqual(['$.trust.ca']);
  });
});
