import { Nav, NavGroup, NavItem } from '@patternfly/react-core';
import { Link, useLocation } from 'react-router';
import { useMay } from '../authentication/use-authentication.js';
import type { MessageKey } from '../language/messages.js';
import { useLanguage, useText } from '../language/use-messages.js';
import { loadScreenAhead } from '../open-screen.js';
import { type Screen, screens } from '../screens.js';

const groups: readonly (readonly [Screen['group'], MessageKey])[] = [
  ['see', 'frame.see'],
  ['configure', 'frame.configure'],
  ['people', 'frame.people'],
  ['operate', 'frame.operate'],
];

export function Navigation() {
  const text = useText();
  const { messages } = useLanguage();
  const may = useMay();
  const { pathname } = useLocation();
  const isOpen = ({ path }: Screen): boolean =>
    path === '' ? pathname === '/' : pathname === `/${path}` || pathname.startsWith(`/${path}/`);
  /** Whoever points at a link mostly opens it: its files come while the hand is still on its way. */
  const loadAhead = (screen: Screen) => (): void => loadScreenAhead(screen, messages);
  return (
    <Nav aria-label={text('frame.navigation')}>
      {groups.map(([group, title]) => {
        const shown = screens.filter(
          (screen) => screen.group === group && (screen.scope === null || may(screen.scope)),
        );
        if (shown.length === 0) return null;
        return (
          <NavGroup key={group} title={text(title)}>
            {shown.map((screen) => (
              <NavItem key={screen.path} isActive={isOpen(screen)}>
                <Link
                  to={`/${screen.path}`}
                  aria-current={isOpen(screen) ? 'page' : undefined}
                  onPointerEnter={loadAhead(screen)}
                  onFocus={loadAhead(screen)}
                >
                  {text(screen.title)}
                </Link>
              </NavItem>
            ))}
          </NavGroup>
        );
      })}
    </Nav>
  );
}
