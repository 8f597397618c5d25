import { afterEach, describe, expect, it } from '@jest/globals';
import { startFacebook, startGitHub, startVk } from '../support/personas.js';
import { PersonaWalk } from './persona-walk.js';

describe('the persona of', () => {
  const walk = new PersonaWalk();

  afterEach(() => walk.close());

  it('GitHub: form-encoded answers, errors with 200, choosy about headers, e-mail addresses in a list', async () => {
    await walk.use(startGitHub());
    const token = 'https://github.com/login/oauth/access_token';
    const { answer } = await walk.authorize('https://github.com/login/oauth/authorize', {
      scope: 'read:user user:email',
    });
    expect(answer.get('iss')).toBe(`${walk.persona.origin}/login/oauth`);
    const tokens = new URLSearchParams(await (await walk.exchange(token, answer)).text());
    expect([tokens.get('token_type'), tokens.get('scope')]).toEqual(['bearer', 'read:user,user:email']);
    const again = await walk.exchange(token, answer);
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('error=invalid_grant')]);

    const access = tokens.get('access_token') ?? '';
    const headers = { authorization: `Bearer ${access}`, 'user-agent': 'Countersign' };
    expect(await walk.json('https://api.github.com/user', headers)).toMatchObject({ login: 'johndoe', email: null });
    expect(await (await walk.get('https://api.github.com/user/emails', headers)).json()).toHaveLength(2);
    expect((await walk.get(`https://api.github.com/user?access_token=${access}`, headers)).status).toBe(400);
    expect((await walk.get('https://api.github.com/user', { ...headers, 'user-agent': '' })).status).toBe(403);
  });

  it('Facebook: only the fields that are asked for, errors as objects', async () => {
    await walk.use(startFacebook());
    const token = 'https://graph.facebook.com/v23.0/oauth/access_token';
    const { page, answer } = await walk.authorize('https://www.facebook.com/v23.0/dialog/oauth', { scope: 'email' });
    expect(page.url.hash).toBe('#_=_');
    const { access_token } = await walk.tokens(token, answer);
    const me = `https://graph.facebook.com/me?access_token=${String(access_token)}`;
    expect(Object.keys(await walk.json(me))).toEqual(['id', 'name']);
    const full = await walk.get(`${me}&fields=id,email,last_name`);
    const text = await full.text();
    expect(text).toContain('\\u0040');
    expect(JSON.parse(text)).toMatchObject({ email: 'john@example.com', last_name: 'Doe' });
    expect(await walk.tokens(token, answer)).toMatchObject({ error: { type: 'OAuthException' } });
  });

  it('VK: no token type, an e-mail address beside the token, errors with 200', async () => {
    await walk.use(startVk());
    const { answer } = await walk.authorize('https://oauth.vk.com/authorize', { scope: 'email' });
    const tokens = await walk.tokens('https://oauth.vk.com/access_token', answer);
    expect(tokens).toMatchObject({ email: 'john@example.com', user_id: 210_700_286 });
    expect(tokens).not.toHaveProperty('token_type');
    const users = 'https://api.vk.com/method/users.get?v=5.199';
    expect(await walk.json(`${users}&access_token=${String(tokens.access_token)}`)).toMatchObject({
      response: [{ first_name: 'John', last_name: 'Doe' }],
    });
    const refused = await walk.get(users);
    expect([refused.status, await refused.json()]).toEqual([
      200,
      expect.objectContaining({ error: expect.anything() }),
    ]);
  });

  it('anything relocates texts at any depth and nothing that only begins alike', async () => {
    await walk.use(startVk());
    expect(
      walk.persona.relocate({
        a: ['https://api.vk.com/x'],
        b: 'https://api.vk.com',
        c: 'https://api.vk.com.evil/',
        d: 1,
      }),
    ).toEqual({ a: [`${walk.persona.origin}/x`], b: walk.persona.origin, c: 'https://api.vk.com.evil/', d: 1 });
  });
});
