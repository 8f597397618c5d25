import { StackItem } from '@patternfly/react-core';
import { Link, useLocation } from 'react-router';

/** Links between the pages of one screen. */
export function SubNavigation({
  label,
  pages,
}: {
  readonly label: string;
  readonly pages: readonly { readonly to: string; readonly title: string }[];
}) {
  const { pathname } = useLocation();
  return (
    <StackItem>
      <nav aria-label={label} className="sub-navigation">
        <ul>
          {pages.map(({ to, title }) => (
            <li key={to}>
              <Link to={to} aria-current={pathname.replace(/\/$/, '') === to ? 'page' : undefined}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </StackItem>
  );
}
