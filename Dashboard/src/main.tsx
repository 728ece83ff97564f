import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { surround, ServerAway } from './api/client';
import { App } from './app/App';
import { connection } from './app/connection';
import { startI18n, storedLanguage } from './text/i18n';
import './style.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 2_000,
      // A refusal is an answer; only a server that is away is asked again, ever more slowly.
      retry: (failures, error) => error instanceof ServerAway && failures < 3,
      retryDelay: attempt => Math.min(1_000 * 2 ** attempt, 8_000),
      throwOnError: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

surround({
  language: storedLanguage,
  answered: isThere => {
    connection.report(isThere);
  },
});

void startI18n().then(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/app">
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  ),
);

