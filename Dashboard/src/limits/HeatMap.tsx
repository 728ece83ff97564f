import { Link } from 'react-router';
import type { StepCells } from '../api/views';
import { OfficeName, useOfficeNames } from '../parts/Due';
import { grouped } from '../text/numbers';
import { useWords } from '../text/i18n';
import { heatOf } from './heat';
import { useNames } from './boardQueries';
import { useBoardAddress } from './useBoardAddress';

/** Offices against steps: what is open and what of it is late, told in figures; the shade only says the same at a glance. */
export const HeatMap = ({ steps }: { steps: StepCells }) => {
  const { t, of } = useWords();
  const { office: within, procedure, cell: chosen, to } = useBoardAddress();
  const names = useNames({ office: within, procedure });
  const officeName = useOfficeNames();
  const stepName = (step: string) => of(names.steps.get(step)) || step;
  const cells = new Map(steps.cells.map(cell => [`${cell.office}\n${cell.step}`, cell]));
  const used = steps.steps.filter(step => steps.cells.some(cell => cell.step === step && cell.open > 0));
  const offices = steps.offices.filter(office => steps.cells.some(cell => cell.office === office && cell.open > 0));
  if (used.length === 0) return <p className="empty">{t('board.none')}</p>;
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('board.heat')}>
        <table className="heat">
          <caption className="sr-only">{t('board.heat')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('task.office')}</th>
              {used.map(step => (
                <th key={step} scope="col">
                  {stepName(step)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {offices.map(office => (
              <tr key={office}>
                <th scope="row">
                  <OfficeName id={office} />
                </th>
                {used.map(step => {
                  const cell = cells.get(`${office}\n${step}`);
                  const figure = cell && (cell.late > 0 ? t('board.lateOf', { late: grouped(cell.late), open: grouped(cell.open) }) : grouped(cell.open));
                  return (
                    <td key={step} className={cell ? `heat-${heatOf(cell)}` : undefined}>
                      {cell && cell.open > 0 ? (
                        <Link
                          to={to({ show: 'open', limitId: null, cellOffice: office, cellStep: step })}
                          aria-current={chosen?.office === office && chosen.step === step ? 'true' : undefined}
                        >
                          <span className="sr-only">{`${officeName(office)}, ${stepName(step)}: `}</span>
                          <strong>{figure}</strong>
                          {cell.meanHours !== null && <span className="sub">{t('board.mean', { hours: String(cell.meanHours).replace('.', ',') })}</span>}
                        </Link>
                      ) : (
                        <span aria-hidden="true">·</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="heat-key">{t('board.heatKey')}</p>
    </>
  );
};
