import { Alert, Button, Form, type FormInstance } from 'antd';
import type { Json, JsonRecord, Schema } from '../api/views';
import { moment } from '../text/dates';
import { useWords } from '../text/i18n';
import { valueAt } from './schema';
import { FormOffice } from './PersonField';
import { GroupErrors, SchemaFields, type Reference } from './SchemaFields';

interface Props {
  form: FormInstance;
  /** Ids of its fields begin with it. */
  name: string;
  schema: Schema | null;
  /** Whose people the form may name. */
  office: string;
  initial: JsonRecord;
  errors: ReadonlyMap<string, string>;
  reference?: Reference | undefined;
  /** What its button says. */
  act: string;
  isBusy: boolean;
  onTyped: (values: JsonRecord) => void;
  onSend: () => void;
}

/** A whole form with its one button; an act of law is done by that button alone. */
export const RecordForm = ({ form, name, schema, office, initial, errors, reference, act, isBusy, onTyped, onSend }: Props) => (
  <Form
    form={form}
    name={name}
    layout="vertical"
    initialValues={initial}
    onValuesChange={(changed, all) => {
      // What was wrong with a field is no longer said of what stands there now.
      form.setFields(form.getFieldsError().flatMap(field => (field.errors.length > 0 && valueAt(changed as Json, field.name) !== undefined ? [{ name: field.name, errors: [] }] : [])));
      onTyped(all as JsonRecord);
    }}
    onFinish={onSend}
    // Enter in a field ends the field.
    onKeyDown={event => event.key === 'Enter' && event.target instanceof HTMLInputElement && event.preventDefault()}
    autoComplete="off"
    noValidate
  >
    <FormOffice value={office}>
      <GroupErrors value={errors}>{schema && <SchemaFields schema={schema} at={[]} path={[]} reference={reference} />}</GroupErrors>
    </FormOffice>
    <div className="form-acts">
      <Button type="primary" htmlType="submit" loading={isBusy} size="large">
        {act}
      </Button>
    </div>
  </Form>
);

/** Says that what was typed before stands in the form again, and lets it be dropped. */
export const DraftNote = ({ at, onDiscard }: { at: string; onDiscard: () => void }) => {
  const { t } = useWords();
  return (
    <Alert
      type="info"
      showIcon
      className="space-below"
      title={t('task.draft', { when: moment(at) })}
      action={
        <Button size="small" onClick={onDiscard}>
          {t('task.discard')}
        </Button>
      }
    />
  );
};
