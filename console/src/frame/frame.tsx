import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
} from '@patternfly/react-core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useText } from '../language/use-messages.js';
import { Brand } from './brand.js';
import { Navigation } from './navigation.js';
import { PersonMenu } from './person-menu.js';
import { useScrollPlace } from './use-scroll-place.js';

const CONTENT = 'content';
/** Where PatternFly's page puts the navigation beside the content. */
const wide = matchMedia('(min-width: 75rem)');

/** What surrounds every screen: masthead, navigation, and the way past them for keyboards. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const { pathname } = useLocation();
  const [isWide, setWide] = useState(wide.matches);
  const [open, setOpen] = useState(wide.matches);
  const first = useRef(true);
  useScrollPlace(CONTENT);
  useEffect(() => {
    const adapt = (): void => {
      setWide(wide.matches);
      setOpen(wide.matches);
    };
    wide.addEventListener('change', adapt);
    return () => wide.removeEventListener('change', adapt);
  }, []);
  useEffect(() => {
    if (isWide || !open) return undefined;
    // It lies over the screen: what is pressed beside it, or Escape, puts it away.
    const leave = ({ target }: Event): void => {
      if (target instanceof Node && document.getElementById(CONTENT)?.contains(target)) setOpen(false);
    };
    const escape = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('keydown', escape);
    };
  }, [isWide, open]);
  useEffect(() => {
    // A screen that was opened by a link is read from its top, by screen readers too.
    if (first.current) first.current = false;
    else document.getElementById(CONTENT)?.focus({ preventScroll: true });
    if (!wide.matches) setOpen(false);
  }, [pathname]);
  return (
    <Page
      isContentFilled
      mainContainerId={CONTENT}
      mainTabIndex={-1}
      skipToContent={<SkipToContent href={`#${CONTENT}`}>{text('frame.skip')}</SkipToContent>}
      masthead={
        <Masthead>
          <MastheadMain>
            <MastheadToggle>
              <PageToggleButton
                isHamburgerButton
                aria-label={text('frame.navigation')}
                isSidebarOpen={open}
                onSidebarToggle={() => setOpen(!open)}
              />
            </MastheadToggle>
            <MastheadBrand>
              <Link to="/" className="brand">
                <Brand />
              </Link>
            </MastheadBrand>
          </MastheadMain>
          <MastheadContent>
            <PersonMenu />
          </MastheadContent>
        </Masthead>
      }
      sidebar={
        // PatternFly looks at the width only of a page whose navigation it opens itself.
        <PageSidebar isSidebarOpen={open} className={open && !isWide ? 'pf-m-expanded' : ''}>
          <PageSidebarBody>
            <Navigation />
          </PageSidebarBody>
        </PageSidebar>
      }
    >
      {children}
    </Page>
  );
}
