import { Th, Thead, Tr } from '@patternfly/react-table';

/** The titles of a table's columns; a long one goes on in a second line, where a table of PatternFly's would cut it off. */
export function HeaderRow({ titles }: { readonly titles: readonly string[] }) {
  return (
    <Thead>
      <Tr>
        {titles.map((title) => (
          <Th key={title} modifier="wrap">
            {title}
          </Th>
        ))}
      </Tr>
    </Thead>
  );
}
