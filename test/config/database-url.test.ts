import { describe, expect, test } from '@jest/globals';
import { type DatabaseUrl, readDatabaseUrl } from '../../src/config/database-url.js';
import { readSettings, SettingsError } from '../../src/config/settings.js';

function read(text: string): DatabaseUrl {
  const result = readDatabaseUrl(text);
  if ('faults' in result) throw new Error(result.faults.join('; '));
  return result.url;
}

function faultsOf(text: string): string {
  const result = readDatabaseUrl(text);
  return 'faults' in result ? result.faults.join('; ') : '';
}

const served = (text: string): (string | number)[][] => read(text).hosts.map(({ host, port }) => [host, port]);

describe('the URL of a database', () => {
  test.each([
    ['postgresql://u:p@db:6000/c', [['db', 6000]]],
    ['postgres://db/c', [['db', 5432]]],
    [
      'postgresql://u:p@a,b:6000/c',
      [
        ['a', 5432],
        ['b', 6000],
      ],
    ],
    [
      'postgresql://u:p@[2001:db8::1]:6000,10.0.0.1/c',
      [
        ['2001:db8::1', 6000],
        ['10.0.0.1', 5432],
      ],
    ],
    [
      'postgresql://u:p%40x@a,b/c',
      [
        ['a', 5432],
        ['b', 5432],
      ],
    ],
    [
      'postgresql:///c?host=a,b&port=6000',
      [
        ['a', 6000],
        ['b', 6000],
      ],
    ],
    [
      'postgresql:///c?host=a,b&port=6000,6001',
      [
        ['a', 6000],
        ['b', 6001],
      ],
    ],
    ['postgresql:///c?host=/run/postgresql', [['/run/postgresql', 5432]]],
    ['postgresql://%2Frun%2Fpostgresql/c', [['/run/postgresql', 5432]]],
    ['postgresql:///c', [['localhost', 5432]]],
  ] as const)('%s names its servers', (text, expected) => {
    expect(served(text)).toEqual(expected);
  });

  test('is given to the driver with one server, its credentials and what the driver reads', () => {
    const url = read(
      'postgresql://u:p%40@a,b:6000/c?sslmode=require&target_session_attrs=read-write&connect_timeout=7',
    );
    expect(url.hosts.map(url.urlOf)).toEqual([
      'postgresql://u:p%40@a:5432/c?sslmode=require',
      'postgresql://u:p%40@b:6000/c?sslmode=require',
    ]);
    expect(url.connectTimeout).toBe(7000);
    const socket = read('postgresql://u@localhost/c?host=/run/postgresql');
    expect(socket.hosts.map(socket.urlOf)).toEqual(['postgresql://u@localhost:5432/c?host=%2Frun%2Fpostgresql']);
  });

  test.each([
    ['postgresql://a/c', false],
    ['postgresql://a,b/c', true],
    ['postgresql://a/c?target_session_attrs=read-write', true],
    ['postgresql://a/c?target_session_attrs=primary', true],
    ['postgresql://a,b/c?target_session_attrs=any', false],
  ])('%s asks for a server that takes writes: %s', (text, readWrite) => {
    expect(read(text).readWrite).toBe(readWrite);
  });

  test.each([
    [
      'postgresql://a/c?load_balance_hosts=random',
      /the option load_balance_hosts is not supported; expected one of .*target_session_attrs/,
    ],
    [
      'postgresql://a/c?statement_timeout=1&tcp_user_timeout=1',
      /statement_timeout is not supported.*tcp_user_timeout is not supported/,
    ],
    ['postgresql://a/c?sslmode=require&sslmode=disable', /sslmode is given more than once/],
    ['postgresql://a,b/c?target_session_attrs=standby', /target_session_attrs: expected read-write, primary or any/],
    ['postgresql://a/c?connect_timeout=soon', /connect_timeout: expected whole seconds/],
    ['postgresql:///c?host=a,b&port=1,2,3', /port: expected one port, or as many as there are hosts/],
    ['postgresql://a:70000/c', /expected a URL such as postgresql:/],
    ['postgresql://a,,b:x/c', /expected a URL such as postgresql:/],
    ['mysql://a/c', /expected a URL such as postgresql:/],
    ['db.example', /expected a URL such as postgresql:/],
  ])('%s is refused by name', (text, expected) => {
    expect(faultsOf(text)).toMatch(expected);
  });

  test('never shows its password where it is refused', () => {
    expect(faultsOf('postgresql://u:secret-word@a:70000/c')).not.toContain('secret-word');
  });

  test('is judged at start, for each setting that holds one', () => {
    const environment = {
      DATABASE_URL: 'postgresql://a/c?unknown=1',
      MIGRATION_DATABASE_URL: 'postgresql://a,b/c?other=1',
    };
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(
      /DATABASE_URL: the option unknown.*MIGRATION_DATABASE_URL: the option other/s,
    );
  });
});
