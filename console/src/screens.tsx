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
];
