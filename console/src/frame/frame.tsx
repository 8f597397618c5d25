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

const CONTENT = 'content';
/** Where PatternFly's page puts the navigation beside the content. */
const wide = matchMedia('(min-width: 75rem)');

/** What surrounds every screen: masthead, navigation, and the way past them for keyboards. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(wide.matches);
  const first = useRef(true);
  useEffect(() => {
    const adapt = (): void => setOpen(wide.matches);
    wide.addEventListener('change', adapt);
    return () => wide.removeEventListener('change', adapt);
  }, []);
  useEffect(() => {
    // A screen that was opened by a link begins at its top, for eyes and for screen readers.
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
        <PageSidebar isSidebarOpen={open}>
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
