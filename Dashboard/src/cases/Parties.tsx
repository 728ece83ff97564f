import type { CaseView } from '../api/views';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { useValues } from './useValues';
import { linesOf } from './values';

/** Who asks whom for what, as it stands now: the original's values once it has been compared. */
export const Parties = ({ file }: { file: CaseView }) => {
  const { t, code } = useWords();
  const { fieldOf, show } = useValues(file.procedure);
  const lines = linesOf(file.original?.values ?? file.request);
  return (
    <>
      {lines.length === 0 && <p className="empty">{t('case.noRequest')}</p>}
      <dl className="facts">
        {lines.map(line => (
          <div key={line.field}>
            <dt>{fieldOf(line.field)}</dt>
            <dd>{show(line.field, line.value)}</dd>
          </div>
        ))}
      </dl>
      {file.appointments.length > 0 && (
        <>
          <h3>{t('case.appointments')}</h3>
          <ul className="lines">
            {file.appointments.map(visit => (
              <li key={visit.id}>
                <strong className="figure">{moment(visit.from)}</strong> {visit.place}, {visit.officerName} ({visit.officerPhone}) <span className="status closed">{code('visit', visit.state)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};
