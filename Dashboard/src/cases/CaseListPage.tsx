import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { get } from '../api/client';
import type { CaseSummary, Page } from '../api/views';
import { live, useOffices, useProcedures } from '../app/queries';
import { searchable } from '../forms/search';
import { DataTable } from '../parts/DataTable';
import { OfficeName } from '../parts/Due';
import { PageHead } from '../parts/PageHead';
import { Pager } from '../parts/Pager';
import { PageState } from '../parts/PageState';
import { moment } from '../text/dates';
import { compareText } from '../text/sort';
import { useWords } from '../text/i18n';
import { caseName } from './caseName';
import { StartLink } from './StartLink';

export default function CaseListPage() {
  const { t, of } = useWords();
  const [form] = Form.useForm();
  const [search, setSearch] = useSearchParams();
  const offices = useOffices();
  const procedures = useProcedures();
  const chosen = Form.useWatch<string | undefined>('procedure', form);
  const statuses = new Map(procedures.filter(procedure => !chosen || procedure.id === chosen).flatMap(procedure => procedure.statuses.map(status => [status.id, of(status.name)])));
  const query = { procedure: search.get('procedure'), search: search.get('search'), status: search.get('status'), office: search.get('office'), cursor: search.get('cursor'), limit: 50 };
  const cases = useQuery({ queryKey: ['cases', query], queryFn: ({ signal }) => get<Page<CaseSummary>>('/api/cases', { query, signal }), refetchInterval: live.case, placeholderData: previous => previous });
  const find = (values: Record<string, string | undefined>) => setSearch(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])));
  return (
    <>
      <PageHead title={t('cases.title')}>
        <StartLink />
      </PageHead>
      <Form
        form={form}
        key={search.toString()}
        layout="vertical"
        name="find"
        className="filters"
        role="search"
        initialValues={Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value ?? undefined]))}
        onValuesChange={(changed: Record<string, unknown>) => 'procedure' in changed && form.resetFields(['status'])}
        onFinish={find}
      >
        <Form.Item name="search" label={t('cases.search')} className="grow">
          <Input type="search" />
        </Form.Item>
        <Form.Item name="procedure" label={t('case.procedure')}>
          <Select allowClear popupMatchSelectWidth={false} placeholder={t('cases.all')} options={procedures.map(procedure => ({ value: procedure.id, label: of(procedure.name) }))} />
        </Form.Item>
        <Form.Item name="status" label={t('cases.status')}>
          <Select allowClear popupMatchSelectWidth={false} placeholder={t('cases.all')} options={[...statuses].map(([value, label]) => ({ value, label }))} showSearch={searchable} />
        </Form.Item>
        {offices.length > 1 && (
          <Form.Item name="office" label={t('cases.office')}>
            <Select allowClear placeholder={t('cases.all')} options={offices.map(office => ({ value: office.id, label: of(office.name) })).sort((a, b) => compareText(a.label, b.label))} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit">
          {t('act.search')}
        </Button>
      </Form>
      {cases.data ? (
        <>
          <DataTable
            caption={t('cases.title')}
            rows={cases.data.items}
            keyOf={file => file.id}
            empty={t('cases.none')}
            columns={[
              { key: 'number', title: t('case.number'), show: file => <Link to={`/cases/${file.id}`} className="strong-link">{caseName(file)}</Link>, compare: (a, b) => compareText(caseName(a), caseName(b)) },
              { key: 'applicant', title: t('task.applicant'), show: file => file.applicantName, compare: (a, b) => compareText(a.applicantName, b.applicantName) },
              { key: 'subject', title: t('case.subject'), show: file => file.subject },
              { key: 'status', title: t('case.status'), show: file => <span className={file.closedAt ? 'status closed' : 'status'}>{of(file.statusLabel)}</span>, compare: (a, b) => compareText(of(a.statusLabel), of(b.statusLabel)) },
              ...(offices.length > 1 ? [{ key: 'office', title: t('task.office'), show: (file: CaseSummary) => <OfficeName id={file.office} /> }] : []),
              { key: 'opened', title: t('case.opened'), isFigure: true, show: file => moment(file.openedAt), compare: (a, b) => a.openedAt.localeCompare(b.openedAt) },
            ]}
          />
          <Pager cursor={cases.data.cursor} />
        </>
      ) : (
        <PageState query={cases} />
      )}
    </>
  );
}
