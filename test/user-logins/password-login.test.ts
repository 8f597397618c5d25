import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TOTP } from 'otpauth';
import { Accounts } from '../../src/access/accounts.js';
import { UserSecrets } from '../../src/access/user-secrets.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { User } from '../../src/people/users/user.js';
import { UserStore } from '../../src/people/users/user.store.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { LoginFinisher } from '../../src/user-logins/logins/finish-login.js';
import { PasswordLogin } from '../../src/user-logins/logins/password-login.js';
import { SecondFactorLogin } from '../../src/user-logins/logins/second-factor-login.js';
import { PasswordChange } from '../../src/user-logins/passwords/change-password.js';
import { PasswordHasher } from '../../src/user-logins/passwords/password-hasher.js';
import { makeOneTimeSecret } from '../../src/user-logins/second-factors/one-time-password.js';
import { makeRecoveryCode, recoveryCodeHash } from '../../src/user-logins/second-factors/recovery-codes.js';
import { SecondFactorStore } from '../../src/user-logins/second-factors/second-factor.store.js';
import { startTestService, type TestService } from '../support/service.js';

const PASSWORD = 'correct horse battery staple';
const MINUTE = 60_000;

describe('a login by password', () => {
  let service: TestService;
  let tenantId: string;
  let addresses = 0;

  beforeAll(async () => {
    service = await startTestService();
    const { body } = await service.operator.get('/v1/tenants');
    tenantId = (body as { items: { id: string }[] }).items[0]!.id;
  });

  afterAll(() => service.close());

  const unitOfWork = () => service.app.get(UnitOfWork);
  /** Each test comes from an address of its own, so that none uses up what another may guess. */
  const newAddress = () => `192.0.2.${(addresses += 1)}`;

  async function newUser(changes: Partial<User> = {}, password: string | null = PASSWORD): Promise<User> {
    const secrets = service.app.get(UserSecrets);
    const prepared = password === null ? null : await secrets.preparePassword(password, []);
    return unitOfWork().run(async (transaction) => {
      const now = service.clock.now();
      const { dataKey, stored } = service.app.get(DataKeys).make(tenantId, now);
      await transaction.query(stored.text, [...stored.values]);
      const id = randomUUID();
      const user: User = {
        id,
        tenantId,
        email: `${id}@example.com`,
        displayName: 'Ada Lovelace',
        status: 'active',
        language: 'en',
        permissions: new Set(),
        mayUsePassword: true,
        providerId: null,
        activatedAt: now,
        dataKeyId: dataKey.id,
        roles: ['sender'],
        revision: 1,
        createdAt: now,
        updatedAt: now,
        lockedAt: null,
        ...changes,
      };
      await service.app.get(UserStore).insert(transaction, user, dataKey);
      if (prepared !== null && typeof prepared !== 'string')
        await secrets.setPassword(transaction, { tenantId, userId: id }, prepared, now);
      return user;
    });
  }

  const tryPassword = (
    email: string,
    password: string,
    from: { readonly interaction?: string; readonly address?: string } = {},
  ) =>
    service.app.get(PasswordLogin).logIn({
      tenantId,
      interaction: from.interaction ?? randomUUID(),
      email,
      password,
      address: from.address ?? newAddress(),
    });

  const finish = (interaction: string) =>
    service.app.get(LoginFinisher).finish({ tenantId, interaction, clientId: 'console', address: '192.0.2.250' });

  async function events(type: string): Promise<readonly { data: Record<string, unknown>; stream?: unknown }[]> {
    const { body } = await service.operator.get(`/v1/audit-events?limit=200&type=${type}`);
    return (body as { items: { data: Record<string, unknown> }[] }).items;
  }

  async function withOneTimePassword(user: User): Promise<TOTP> {
    const secret = makeOneTimeSecret();
    const now = service.clock.now();
    await unitOfWork().run((transaction) =>
      service.app.get(SecondFactorStore).insert(transaction, {
        id: randomUUID(),
        tenantId,
        userId: user.id,
        kind: 'totp',
        name: 'phone',
        secret: { secret },
        lastCount: null,
        createdAt: now,
        confirmedAt: now,
        lastUsedAt: null,
      }),
    );
    return new TOTP({ secret });
  }

  it('succeeds, says how and when, and is told once to whoever asks again', async () => {
    const user = await newUser();
    const interaction = randomUUID();
    expect(await tryPassword(user.email.replace('example', 'Example'), PASSWORD, { interaction })).toBe(
      'authenticated',
    );
    const completed = await finish(interaction);
    expect(completed).toMatchObject({ userId: user.id, amr: ['pwd'], acr: null, at: expect.any(Date) });
    expect(await finish(interaction)).toEqual(completed);
  });

  it('does the same work whether the address, a password or the right to use it is there or not', async () => {
    const users = {
      unknown: { email: 'nobody@example.com' },
      without: await newUser({}, null),
      locked: await newUser({ lockedAt: service.clock.now() }),
      invited: await newUser({ status: 'invited' }),
    };
    const hasher = service.app.get(PasswordHasher);
    for (const [kind, { email }] of Object.entries(users)) {
      const compared = jest.spyOn(hasher, 'matches');
      expect([kind, await tryPassword(email, PASSWORD)]).toEqual([kind, 'refused']);
      expect([kind, compared.mock.calls.length]).toEqual([kind, 1]);
      compared.mockRestore();
    }
  });

  it('is none when another password was chosen while the one before was compared', async () => {
    const user = await newUser();
    const hasher = service.app.get(PasswordHasher);
    const secrets = service.app.get(UserSecrets);
    const compare = hasher.matches.bind(hasher);
    const compared = jest.spyOn(hasher, 'matches').mockImplementationOnce(async (hash, password) => {
      const right = await compare(hash, password);
      const prepared = await secrets.preparePassword(`${PASSWORD} of now`, []);
      if (typeof prepared === 'string') throw new Error(prepared);
      await unitOfWork().run((transaction) =>
        secrets.setPassword(transaction, { tenantId, userId: user.id }, prepared, service.clock.now()),
      );
      return right;
    });
    expect(await tryPassword(user.email, PASSWORD)).toBe('refused');
    compared.mockRestore();
    expect(await tryPassword(user.email, `${PASSWORD} of now`)).toBe('authenticated');
  });

  it('and an own change by who knew the one before does not overrule it', async () => {
    const user = await newUser();
    const account = await service.app.get(Accounts).find(unitOfWork().lookups, tenantId, user.id);
    const hasher = service.app.get(PasswordHasher);
    const secrets = service.app.get(UserSecrets);
    const hash = hasher.hash.bind(hasher);
    const hashed = jest.spyOn(hasher, 'hash').mockImplementationOnce(async (password) => {
      const prepared = { hash: await hash(`${PASSWORD} of now`) };
      await unitOfWork().run((transaction) =>
        secrets.setPassword(transaction, { tenantId, userId: user.id }, prepared, service.clock.now()),
      );
      return hash(password);
    });
    const chosen = { current: PASSWORD, chosen: `${PASSWORD} of a thief`, address: newAddress(), byConsole: false };
    await expect(service.app.get(PasswordChange).change(account!, chosen)).rejects.toMatchObject({
      code: 'login.password_wrong',
    });
    hashed.mockRestore();
    expect(await tryPassword(user.email, `${PASSWORD} of now`)).toBe('authenticated');
  });

  it('that waits for the second factor ends when another password is chosen', async () => {
    const user = await newUser();
    const totp = await withOneTimePassword(user);
    const interaction = randomUUID();
    expect(await tryPassword(user.email, PASSWORD, { interaction })).toBe('second_factor');
    const secrets = service.app.get(UserSecrets);
    const prepared = await secrets.preparePassword(`${PASSWORD} of now`, []);
    if (typeof prepared === 'string') throw new Error(prepared);
    await unitOfWork().run((transaction) =>
      secrets.setPassword(transaction, { tenantId, userId: user.id }, prepared, service.clock.now()),
    );
    const code = totp.generate({ timestamp: service.clock.now().getTime() });
    await expect(
      service.app.get(SecondFactorLogin).logIn({ tenantId, interaction, given: { code }, address: newAddress() }),
    ).rejects.toMatchObject({ code: 'login.ended' });
  });

  it('keeps no address that nobody has, only what finds it again', async () => {
    await tryPassword('stranger@example.com', 'a wrong password, indeed');
    const text = JSON.stringify(await events('user.login_failed'));
    expect(text).not.toContain('stranger@example.com');
    expect(text).toContain('address_unknown');
    expect(text).toMatch(/"emailHash":"[0-9a-f]{64}"/);
    expect(service.log.text).not.toContain('stranger@example.com');
  });

  it('asks for the second factor, takes each code once, and none that was wrong', async () => {
    const user = await newUser();
    const totp = await withOneTimePassword(user);
    const factor = service.app.get(SecondFactorLogin);
    const interaction = randomUUID();
    const address = newAddress();
    expect(await tryPassword(user.email, PASSWORD, { interaction })).toBe('second_factor');
    await expect(finish(interaction)).rejects.toMatchObject({ code: 'login.ended' });
    const code = totp.generate({ timestamp: service.clock.now().getTime() });
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await factor.logIn({ tenantId, interaction, given: { code: wrong }, address })).toBe(false);
    expect(await factor.logIn({ tenantId, interaction, given: { code }, address })).toBe(true);
    expect(await finish(interaction)).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });

    const again = randomUUID();
    await tryPassword(user.email, PASSWORD, { interaction: again });
    expect(await factor.logIn({ tenantId, interaction: again, given: { code }, address })).toBe(false);
  });

  it('takes a recovery code once', async () => {
    const user = await newUser();
    await withOneTimePassword(user);
    const code = makeRecoveryCode();
    await unitOfWork().run((transaction) =>
      service.app
        .get(SecondFactorStore)
        .replaceRecoveryCodes(transaction, tenantId, user.id, [recoveryCodeHash(code)!]),
    );
    const factor = service.app.get(SecondFactorLogin);
    for (const right of [true, false]) {
      const interaction = randomUUID();
      await tryPassword(user.email, PASSWORD, { interaction });
      expect(await factor.logIn({ tenantId, interaction, given: { code }, address: newAddress() })).toBe(right);
    }
  });

  it('stops whoever guesses, with the right password too, known address or not, and lets them in after the wait', async () => {
    const user = await newUser();
    for (const email of [user.email, 'guessed@example.com']) {
      const address = newAddress();
      for (let guess = 0; guess < 5; guess += 1) expect(await tryPassword(email, 'wrong', { address })).toBe('refused');
      await expect(tryPassword(email, PASSWORD, { address })).rejects.toMatchObject({ code: 'login.too_many_guesses' });
    }
    service.clock.advance(6 * MINUTE);
    expect(await tryPassword(user.email, PASSWORD)).toBe('authenticated');
  });

  it('stops whoever guesses at the second factor, though the password was right each time', async () => {
    const user = await newUser();
    const totp = await withOneTimePassword(user);
    const factor = service.app.get(SecondFactorLogin);
    const address = newAddress();
    const interaction = randomUUID();
    await tryPassword(user.email, PASSWORD, { interaction });
    const code = totp.generate({ timestamp: service.clock.now().getTime() });
    const given = { code: code === '000000' ? '000001' : '000000' };
    for (let guess = 0; guess < 5; guess += 1)
      expect(await factor.logIn({ tenantId, interaction, given, address })).toBe(false);
    await expect(factor.logIn({ tenantId, interaction, given: { code }, address })).rejects.toMatchObject({
      code: 'login.too_many_guesses',
    });
  });

  it('ends with its time, and with a lock that comes in between', async () => {
    const user = await newUser();
    const late = randomUUID();
    await tryPassword(user.email, PASSWORD, { interaction: late });
    const locked = randomUUID();
    service.clock.advance(16 * MINUTE);
    await expect(finish(late)).rejects.toMatchObject({ code: 'login.ended' });
    await tryPassword(user.email, PASSWORD, { interaction: locked });
    await unitOfWork().run(async (transaction) => {
      const users = service.app.get(UserStore);
      const held = await users.lock(transaction, tenantId, user.id);
      await users.update(transaction, held!, { lockedAt: service.clock.now() }, service.clock.now());
    });
    await expect(finish(locked)).rejects.toMatchObject({ code: 'login.refused' });
  });

  it('is nothing at another tenant', async () => {
    const user = await newUser();
    await service.newTenant('elsewhere');
    const { body } = await service.operator.get('/v1/tenants?limit=100');
    const other = (body as { items: { id: string; name: string }[] }).items.find(({ name }) => name === 'elsewhere')!;
    const login = { tenantId: other.id, interaction: randomUUID(), email: user.email, password: PASSWORD };
    expect(await service.app.get(PasswordLogin).logIn({ ...login, address: newAddress() })).toBe('refused');
  });

  it('is gone with everything that the user proves with', async () => {
    const user = await newUser();
    const interaction = randomUUID();
    await withOneTimePassword(user);
    await tryPassword(user.email, PASSWORD, { interaction });
    await unitOfWork().run((transaction) =>
      service.app.get(UserSecrets).forget(transaction, { tenantId, userId: user.id }),
    );
    const given = { code: '123456' };
    await expect(
      service.app.get(SecondFactorLogin).logIn({ tenantId, interaction, given, address: newAddress() }),
    ).rejects.toMatchObject({ code: 'login.ended' });
    expect(await tryPassword(user.email, PASSWORD)).toBe('refused');
  });
});
