import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { NotFound, PageState } from '../parts/PageState';
import { useWords } from '../text/i18n';
import { SessionGate } from './session';
import { Shell } from './Shell';
import { theme } from './theme';

const TaskListPage = lazy(() => import('../tasks/TaskListPage'));
const TaskPage = lazy(() => import('../tasks/TaskPage'));
const CaseListPage = lazy(() => import('../cases/CaseListPage'));
const StartPage = lazy(() => import('../cases/StartPage'));
const CasePage = lazy(() => import('../cases/CasePage'));
const LimitsPage = lazy(() => import('../limits/LimitsPage'));
const CalendarPage = lazy(() => import('../calendar/CalendarPage'));

const waiting = { isPending: true, error: null, refetch: () => undefined };

export const App = () => {
  const { language } = useWords();
  return (
    <ConfigProvider theme={theme} locale={language === 'en' ? enUS : viVN} form={{ scrollToFirstError: false }} button={{ autoInsertSpace: false }}>
      <AntApp component={false} message={{ maxCount: 2 }}>
        <SessionGate>
          <Shell>
            <Suspense fallback={<PageState query={waiting} />}>
              <Routes>
                <Route index element={<Navigate to="/tasks" replace />} />
                <Route path="tasks" element={<TaskListPage />} />
                <Route path="tasks/:id" element={<TaskPage />} />
                <Route path="cases" element={<CaseListPage />} />
                <Route path="cases/new" element={<StartPage />} />
                <Route path="cases/:id" element={<CasePage />} />
                <Route path="limits" element={<LimitsPage />} />
                <Route path="calendar" element={<CalendarPage />} />
                <Route path="calendar/:year" element={<CalendarPage />} />
                <Route path="*" element={<NotFound />} />
              </Routes>
            </Suspense>
          </Shell>
        </SessionGate>
      </AntApp>
    </ConfigProvider>
  );
};
