import { Route, Routes } from 'react-router';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Screen } from '../../parts/screen.js';
import { NotFound } from '../../parts/states/not-found.js';
import { SubNavigation } from '../../parts/sub-navigation.js';
import { BrandingSettings } from './branding/branding-settings.js';
import { Erasure } from './erasure.js';
import { ErasureRequests } from './erasure-requests.js';
import { GeneralSettings } from './general-settings.js';
import { MailTexts } from './mail-texts.js';
import { Retention } from './retention.js';

/** What a tenant says about itself, how its pages look, and what becomes of what it keeps. */
export default function Settings() {
  return (
    <Routes>
      <Route index element={<Page of={<GeneralSettings />} />} />
      <Route path="branding" element={<Page of={<BrandingSettings />} />} />
      <Route path="mails" element={<Page of={<MailTexts />} />} />
      <Route
        path="retention"
        element={
          <Page
            of={
              <>
                <Retention />
                <Erasure />
              </>
            }
          />
        }
      />
      <Route path="erasures" element={<Page of={<ErasureRequests />} />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

function Page({ of }: { readonly of: React.ReactNode }) {
  const text = useText();
  const may = useMay();
  return (
    <Screen title={text('settings.title')} description={text('settings.description')}>
      <SubNavigation
        label={text('settings.title')}
        pages={[
          { to: '/settings', title: text('settings.general') },
          { to: '/settings/branding', title: text('settings.branding') },
          { to: '/settings/mails', title: text('settings.mails') },
          ...(may('audit:read') ? [{ to: '/settings/retention', title: text('settings.retention') }] : []),
          ...(may('audit:erase') ? [{ to: '/settings/erasures', title: text('erasures.title') }] : []),
        ]}
      />
      {of}
    </Screen>
  );
}
