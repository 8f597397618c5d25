import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { useAuthenticationState } from './authentication/use-authentication.js';
import { Broken } from './frame/broken.js';
import { Frame } from './frame/frame.js';
import { SessionEnded } from './frame/session-ended.js';
import { SignedOut } from './frame/signed-out.js';
import { OpenScreen } from './open-screen.js';
import { Loading } from './parts/states/loading.js';
import { NotFound } from './parts/states/not-found.js';
import { screens } from './screens.js';

export function Application() {
  const { status } = useAuthenticationState();
  const { pathname } = useLocation();
  const queries = useQueryClient();
  const before = useRef(status);
  useEffect(() => {
    // What was refused meanwhile is asked for again.
    if (before.current === 'ended' && status === 'signed-in') void queries.invalidateQueries();
    before.current = status;
  }, [status, queries]);
  if (status === 'starting') return <Loading />;
  if (status === 'signed-out') return <SignedOut />;
  return (
    <>
      {status === 'ended' && <SessionEnded />}
      <div className="kept" hidden={status === 'ended'}>
        <Frame>
          <Broken at={pathname.split('/')[1]}>
            <Suspense fallback={<Loading />}>
              <Routes>
                {screens.map((screen) => (
                  <Route
                    key={screen.path}
                    path={screen.path === '' ? '/' : `${screen.path}/*`}
                    // Another address is another thing: nothing that was begun or shown for one stays for the next.
                    element={<OpenScreen key={pathname} screen={screen} />}
                  />
                ))}
                <Route path="*" element={<NotFound />} />
              </Routes>
            </Suspense>
          </Broken>
        </Frame>
      </div>
    </>
  );
}
