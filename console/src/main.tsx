import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { makeApi } from './api/client.js';
import { ApiFailure } from './api/problem.js';
import { ApiContext } from './api/use-api.js';
import { Application } from './application.js';
import { OAuthAuthentication } from './authentication/oauth.js';
import { AuthenticationContext } from './authentication/use-authentication.js';
import { Languages } from './language/languages-provider.js';
import { consolePath } from './public-path.js';

const authentication = new OAuthAuthentication();
void authentication.start();
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays one; what did not answer may answer.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiFailure && (error.status === 0 || error.status >= 502),
    },
  },
});

/** One route of all addresses: what is below it, each screen says itself. As a router with data it can ask before a form is left. */
const router = createBrowserRouter([{ path: '*', element: <Application /> }], { basename: consolePath });

const root = document.getElementById('console');
if (root === null) throw new Error('The document has no place for the console');
createRoot(root).render(
  <StrictMode>
    <AuthenticationContext value={authentication}>
      <ApiContext value={makeApi(authentication)}>
        <QueryClientProvider client={queries}>
          <Languages>
            <RouterProvider router={router} />
          </Languages>
        </QueryClientProvider>
      </ApiContext>
    </AuthenticationContext>
  </StrictMode>,
);
