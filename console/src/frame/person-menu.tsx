import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAuthentication, usePerson } from '../authentication/use-authentication.js';
import { languageNames, languages } from '../language/languages.js';
import { useLanguage, useText } from '../language/use-messages.js';
import { publicPath } from '../public-path.js';
import { useTheme } from './use-theme.js';

/** Who is signed in, and what they like: language, light or dark; and the way out. */
export function PersonMenu() {
  const text = useText();
  const { messages, choose } = useLanguage();
  const [theme, setTheme] = useTheme();
  const authentication = useAuthentication();
  const person = usePerson();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const name = person?.name ?? '';
  return (
    <Dropdown
      className="person-menu"
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'end', appendTo: 'inline' }}
      isScrollable
      // As much as the window has: nobody looks for what they cannot see.
      maxMenuHeight="80vh"
      toggle={(ref) => (
        <MenuToggle ref={ref} isExpanded={open} variant="plainText" onClick={() => setOpen(!open)}>
          {name === '' ? text('frame.menu') : name}
        </MenuToggle>
      )}
    >
      <DropdownList>
        <DropdownItem onClick={() => void navigate('/account')}>{text('account.title')}</DropdownItem>
        <DropdownItem to={`${publicPath}/docs`}>{text('frame.api')}</DropdownItem>
        <DropdownItem onClick={() => authentication.signOut()}>{text('frame.signOut')}</DropdownItem>
      </DropdownList>
      <Divider />
      <DropdownGroup label={text('frame.appearance')}>
        <DropdownList>
          {(['light', 'dark'] as const).map((one) => (
            <DropdownItem key={one} isSelected={theme === one} onClick={() => setTheme(one)}>
              {text(`frame.${one}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={text('frame.language')}>
        <DropdownList>
          {languages.map((language) => (
            <DropdownItem
              key={language}
              lang={language}
              isSelected={messages.language === language}
              onClick={() => choose(language)}
            >
              {languageNames[language]}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
    </Dropdown>
  );
}
