import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { CalendarDay, CalendarYear } from '../api/views';
import { calendarQuery } from '../app/queries';
import { useNow, useSession } from '../app/session';
import { DataTable } from '../parts/DataTable';
import { PageHead } from '../parts/PageHead';
import { NotFound, PageState } from '../parts/PageState';
import { day, dayOf, weekdayOf } from '../text/dates';
import { useWords } from '../text/i18n';
import { isWorkingDay } from '../text/workingDays';
import { daysOfMonth } from './months';
import { UploadDialog } from './UploadDialog';
import { Versions } from './Versions';

export default function CalendarPage() {
  const now = useNow();
  const { year = dayOf(now).slice(0, 4) } = useParams();
  if (!/^\d{4}$/.test(year)) return <NotFound />;
  return <Year year={Number(year)} today={dayOf(now)} />;
}

const Year = ({ year, today }: { year: number; today: string }) => {
  const { t } = useWords();
  const calendar = useQuery(calendarQuery(year));
  const session = useSession();
  const [isEntering, setEntering] = useState(false);
  return (
    <>
      <PageHead title={t('calendar.title', { year })} above={<Link to="/limits">{t('nav.limits')}</Link>}>
        <Link to={`/calendar/${year - 1}`}>{t('calendar.previous')}</Link>
        <Link to={`/calendar/${year + 1}`}>{t('calendar.next')}</Link>
        {session.holds('supervisor') && <Button onClick={() => setEntering(true)}>{t('calendar.enter')}</Button>}
      </PageHead>
      {calendar.data ? <Months calendar={calendar.data} today={today} /> : <PageState query={calendar} />}
      <Versions />
      {isEntering && <UploadDialog onClose={() => setEntering(false)} />}
    </>
  );
};

const Months = ({ calendar, today }: { calendar: CalendarYear; today: string }) => {
  const { t, language } = useWords();
  const exceptions = new Map(calendar.days.map(known => [known.date, known]));
  const nameOf = (known: CalendarDay) => (language === 'en' ? known.nameEn : known.nameVi);
  return (
    <>
      <Alert type={calendar.certified ? 'info' : 'warning'} showIcon className="space-below" title={t(calendar.certified ? 'calendar.certified' : 'calendar.provisional', { version: calendar.version })} />
      <ul className="legend" aria-label={t('calendar.legend')}>
        <li>
          <span className="swatch working" /> {t('calendar.working')}
        </li>
        <li>
          <span className="swatch weekend" /> {t('calendar.weekend')}
        </li>
        <li>
          <span className="swatch off" /> {t('calendar.holiday')}
        </li>
        <li>
          <span className="swatch make-up" /> {t('calendar.makeUp')}
        </li>
      </ul>
      <div className="months">
        {Array.from({ length: 12 }, (_, month) => (
          <table key={month} className="month">
            <caption>{t('month', { n: month + 1 })}</caption>
            <thead>
              <tr>
                {[1, 2, 3, 4, 5, 6, 7].map(weekday => (
                  <th key={weekday} scope="col" abbr={t(`weekday:${weekday}`)}>
                    {t(`weekdayShort:${weekday}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {daysOfMonth(calendar.year, month + 1).map((week, index) => (
                <tr key={index}>
                  {week.map((date, place) => {
                    const known = date ? exceptions.get(date) : undefined;
                    const look = !date ? '' : known ? (known.isWorking ? 'make-up' : 'off') : isWorkingDay(date, exceptions) ? 'working' : 'weekend';
                    return (
                      <td key={place} className={look} title={known ? nameOf(known) : undefined} aria-current={date === today ? 'date' : undefined}>
                        {date ? Number(date.slice(8)) : ''}
                        {known && <span className="sr-only">, {nameOf(known)}</span>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <h2>{t('calendar.days')}</h2>
      <DataTable
        caption={t('calendar.days')}
        rows={calendar.days}
        keyOf={known => known.date}
        empty={t('state.none')}
        columns={[
          { key: 'date', title: t('calendar.date'), isFigure: true, show: known => `${t(`weekdayShort:${weekdayOf(known.date)}`)} ${day(known.date)}` },
          { key: 'name', title: t('calendar.name'), show: nameOf },
          { key: 'kind', title: t('calendar.kind'), show: known => t(`dayKind:${known.kind}`, { defaultValue: known.kind }) },
          { key: 'law', title: t('limit.basis'), show: known => known.legalBasis ?? '' },
        ]}
      />
    </>
  );
};
