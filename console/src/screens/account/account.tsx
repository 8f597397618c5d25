import { Alert, AlertActionLink, StackItem } from '@patternfly/react-core';
import { useAuthentication } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Facts } from '../../parts/facts.js';
import { PermissionList } from '../../parts/permissions/permission-list.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { type Me, useMe } from './account-queries.js';
import { OwnSessions } from './own-sessions.js';
import { Password } from './password.js';
import { Profile } from './profile.js';
import { SecondFactors } from './second-factors.js';

/** A person's own account: what they are called, how they log in, what they may do. */
export default function Account() {
  const text = useText();
  const query = useMe();
  return (
    <Screen title={text('account.title')} description={query.data?.email}>
      <Unanswered query={query} />
      {query.data !== undefined && <Parts me={query.data} />}
    </Screen>
  );
}

function Parts({ me }: { readonly me: Me }) {
  const text = useText();
  const authentication = useAuthentication();
  return (
    <>
      <Profile key={`${me.displayName} ${me.language}`} me={me} />
      {!me.recentLogin && (
        <StackItem>
          <Alert
            component="p"
            isInline
            variant="info"
            title={text('account.logInAgain.title')}
            actionLinks={
              <AlertActionLink component="button" onClick={() => authentication.signInAgain()}>
                {text('account.logInAgain')}
              </AlertActionLink>
            }
          >
            <p>{text('account.logInAgain.text')}</p>
            {!me.password.set && (
              <p>
                {text('account.logInAgain.link')} <Code>npx countersign console-link</Code>
              </p>
            )}
          </Alert>
        </StackItem>
      )}
      {(me.password.allowed || me.password.set) && <Password me={me} />}
      <SecondFactors me={me} />
      <OwnSessions />
      <Section title={text('account.permissions')}>
        <Facts facts={[[text('account.tenant'), me.tenant.displayName]]} />
        <PermissionList permissions={me.permissions} />
      </Section>
    </>
  );
}
