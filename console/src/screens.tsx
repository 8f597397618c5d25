import { type ComponentType, lazy } from 'react';
import type { MessageKey } from './language/messages.js';

/** One entry of the navigation, and the routes below it. */
export interface Screen {
  /** Below the console's address; also the address of the list. */
  readonly path: string;
  readonly title: MessageKey;
  /** Groups of the navigation, in this order. */
  readonly group: 'see' | 'configure' | 'people';
  /** Without this right the screen is not in the navigation. */
  readonly scope: string;
  readonly component: ComponentType;
}

/** Every screen, in the order of the navigation. Each is loaded when it is first opened. */
export const screens: readonly Screen[] = [
  {
    path: '',
    title: 'overview.title',
    group: 'see',
    scope: 'authentications:read',
    component: lazy(() => import('./screens/overview/overview.js')),
  },
  {
    path: 'logins',
    title: 'logins.title',
    group: 'see',
    scope: 'authentications:read',
    component: lazy(() => import('./screens/logins/logins.js')),
  },
  {
    path: 'trail',
    title: 'trail.title',
    group: 'see',
    scope: 'audit:read',
    component: lazy(() => import('./screens/trail/trail.js')),
  },
  {
    path: 'log',
    title: 'log.title',
    group: 'see',
    scope: 'audit:read',
    component: lazy(() => import('./screens/log/log.js')),
  },
  {
    path: 'deliveries',
    title: 'deliveries.title',
    group: 'see',
    scope: 'deliveries:read',
    component: lazy(() => import('./screens/deliveries/deliveries.js')),
  },
  {
    path: 'providers',
    title: 'providers.title',
    group: 'configure',
    scope: 'providers:read',
    component: lazy(() => import('./screens/providers/providers.js')),
  },
  {
    path: 'listeners',
    title: 'listeners.title',
    group: 'configure',
    scope: 'listeners:read',
    component: lazy(() => import('./screens/listeners/listeners.js')),
  },
  {
    path: 'external-authentications',
    title: 'external.title',
    group: 'configure',
    scope: 'external-authentications:access',
    component: lazy(() => import('./screens/outbound/external-authentications.js')),
  },
  {
    path: 'client-certificates',
    title: 'certificates.title',
    group: 'configure',
    scope: 'client-certificates:read',
    component: lazy(() => import('./screens/outbound/client-certificates.js')),
  },
];
