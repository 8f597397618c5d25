import type { ComponentType } from 'react';
import type { Area, MessageKey } from './language/areas.js';

/** One entry of the navigation, and the routes below it. */
export interface Screen {
  /** Below the console's address; also the address of the list. */
  readonly path: string;
  readonly title: MessageKey;
  /** Groups of the navigation, in this order; what is somebody's own is in their menu. */
  readonly group: 'see' | 'configure' | 'people' | 'operate' | 'own';
  /** Without this right the screen is not in the navigation; null: everybody has it. */
  readonly scope: string | null;
  /** Labels that it shows, besides those of the frame. */
  readonly areas: readonly Area[];
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** Every screen, in the order of the navigation. Each is loaded when it is first opened. */
export const screens: readonly Screen[] = [
  {
    path: '',
    title: 'overview.title',
    group: 'see',
    scope: 'authentications:read',
    areas: ['overview', 'log', 'outcome'],
    load: () => import('./screens/overview/overview.js'),
  },
  {
    path: 'logins',
    title: 'logins.title',
    group: 'see',
    scope: 'authentications:read',
    areas: ['logins', 'outcome'],
    load: () => import('./screens/logins/logins.js'),
  },
  {
    path: 'trail',
    title: 'trail.title',
    group: 'see',
    scope: 'audit:read',
    areas: ['trail'],
    load: () => import('./screens/trail/trail.js'),
  },
  {
    path: 'log',
    title: 'log.title',
    group: 'see',
    scope: 'audit:read',
    areas: ['log'],
    load: () => import('./screens/log/log.js'),
  },
  {
    path: 'deliveries',
    title: 'deliveries.title',
    group: 'see',
    scope: 'deliveries:read',
    areas: ['deliveries', 'listeners'],
    load: () => import('./screens/deliveries/deliveries.js'),
  },
  {
    path: 'providers',
    title: 'providers.title',
    group: 'configure',
    scope: 'providers:read',
    areas: ['providers', 'outcome'],
    load: () => import('./screens/providers/providers.js'),
  },
  {
    path: 'listeners',
    title: 'listeners.title',
    group: 'configure',
    scope: 'listeners:read',
    areas: ['listeners', 'outcome'],
    load: () => import('./screens/listeners/listeners.js'),
  },
  {
    path: 'external-authentications',
    title: 'external.title',
    group: 'configure',
    scope: 'external-authentications:access',
    areas: ['outbound', 'outcome'],
    load: () => import('./screens/outbound/external-authentications.js'),
  },
  {
    path: 'client-certificates',
    title: 'certificates.title',
    group: 'configure',
    scope: 'client-certificates:read',
    areas: ['outbound'],
    load: () => import('./screens/outbound/client-certificates.js'),
  },
  {
    path: 'settings',
    title: 'settings.title',
    group: 'configure',
    scope: 'settings:read',
    areas: ['settings'],
    load: () => import('./screens/settings/settings.js'),
  },
  {
    path: 'move',
    title: 'move.title',
    group: 'configure',
    scope: 'settings:read',
    areas: ['move'],
    load: () => import('./screens/move/move.js'),
  },
  {
    path: 'tenants',
    title: 'tenants.title',
    group: 'operate',
    scope: 'tenants:read',
    areas: ['tenants'],
    load: () => import('./screens/tenants/tenants.js'),
  },
  {
    path: 'users',
    title: 'users.title',
    group: 'people',
    scope: 'users:read',
    areas: ['users', 'permissions'],
    load: () => import('./screens/users/users.js'),
  },
  {
    path: 'roles',
    title: 'roles.title',
    group: 'people',
    scope: 'users:read',
    areas: ['roles', 'permissions'],
    load: () => import('./screens/roles/roles.js'),
  },
  {
    path: 'applications',
    title: 'applications.title',
    group: 'people',
    scope: 'oauth-clients:read',
    areas: ['applications', 'oauth', 'permissions'],
    load: () => import('./screens/applications/applications.js'),
  },
  {
    path: 'apis',
    title: 'apis.title',
    group: 'people',
    scope: 'oauth-resources:read',
    areas: ['apis', 'oauth'],
    load: () => import('./screens/apis/apis.js'),
  },
  {
    path: 'policies',
    title: 'policies.title',
    group: 'people',
    scope: 'token-policies:read',
    areas: ['policies', 'oauth'],
    load: () => import('./screens/policies/policies.js'),
  },
  {
    path: 'consents',
    title: 'consents.title',
    group: 'people',
    scope: 'consents:read',
    areas: ['consents'],
    load: () => import('./screens/consents/consents.js'),
  },
  {
    path: 'connections',
    title: 'connections.title',
    group: 'people',
    scope: 'oauth-clients:read',
    areas: ['connections'],
    load: () => import('./screens/connections/connections.js'),
  },
  {
    path: 'api-keys',
    title: 'keys.title',
    group: 'people',
    scope: 'keys:write',
    areas: ['keys', 'permissions'],
    load: () => import('./screens/api-keys/api-keys.js'),
  },
  {
    path: 'account',
    title: 'account.title',
    group: 'own',
    scope: null,
    areas: ['account', 'permissions'],
    load: () => import('./screens/account/account.js'),
  },
];
