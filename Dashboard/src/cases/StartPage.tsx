import { Form, Radio } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useProcedure } from '../app/queries';
import { OfficeName } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { NotFound, PageState } from '../parts/PageState';
import { useWords } from '../text/i18n';
import { useDoors, type Door } from './doors';
import { StartForm } from './StartForm';

/** Takes a file in at the counter, or one that came by post: which procedure, by which channel, and its form. What is chosen is in the address. */
export default function StartPage() {
  const doors = useDoors();
  if (!doors) return <PageState query={waiting} />;
  return doors.length === 0 ? <NotFound /> : <Counter doors={doors} />;
}

const waiting = { isPending: true, error: null, refetch: () => undefined };

const Counter = ({ doors }: { doors: Door[] }) => {
  const { t, of, code } = useWords();
  const [search, setSearch] = useSearchParams();
  const door = doors.find(({ procedure, office }) => procedure.id === search.get('procedure') && office === search.get('office')) ?? (doors.length === 1 ? doors[0] : undefined);
  const channels = door?.procedure.counterChannels ?? [];
  const channel = channels.find(known => known === search.get('channel')) ?? (channels.length === 1 ? channels[0] : undefined);
  const choose = ({ procedure, office }: Door, by: string | undefined) => setSearch({ procedure: procedure.id, office, ...(by ? { channel: by } : {}) }, { replace: true });
  return (
    <>
      <PageHead title={t('start.title')} above={<Link to="/cases">{t('cases.title')}</Link>} />
      <section className="card">
        <Form layout="vertical" component="div">
          {doors.length > 1 && (
            <Form.Item label={t('case.procedure')}>
              <Radio.Group
                role="radiogroup"
                aria-label={t('case.procedure')}
                className="stacked"
                value={door && keyOf(door)}
                onChange={event => choose(doors.find(known => keyOf(known) === event.target.value)!, undefined)}
                options={doors.map(known => ({ value: keyOf(known), label: <>{of(known.procedure.name)}: <OfficeName id={known.office} /></> }))}
              />
            </Form.Item>
          )}
          {door && doors.length === 1 && (
            <p>
              <strong>{of(door.procedure.name)}</strong>
              <br />
              <OfficeName id={door.office} />
            </p>
          )}
          {door && channels.length > 1 && (
            <Form.Item label={t('case.channel')}>
              <Radio.Group
                role="radiogroup"
                aria-label={t('case.channel')}
                className="stacked"
                value={channel}
                onChange={event => choose(door, event.target.value as string)}
                options={channels.map(known => ({ value: known, label: code('channel', known) }))}
              />
            </Form.Item>
          )}
        </Form>
      </section>
      {door && channel && <Started key={`${keyOf(door)} ${channel}`} door={door} channel={channel} />}
    </>
  );
};

const keyOf = ({ procedure, office }: Door) => `${procedure.id}@${office}`;

const Started = ({ door, channel }: { door: Door; channel: string }) => {
  const schema = useProcedure(door.procedure.id)?.startSchema;
  return schema ? <StartForm procedure={door.procedure.id} office={door.office} channel={channel} schema={schema} /> : <PageState query={waiting} />;
};
