import type { FormInstance } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Problem, ServerAway, type FieldError } from '../api/client';
import type { Schema } from '../api/views';
import { useWords } from '../text/i18n';
import { fieldAt, isLeaf, labelOf, placeOf, type Path } from './schema';

type Failure = { fields: FieldError[] } | { text: string };

const isShownAt = (schema: Schema | null, wrong: FieldError) => {
  const field = fieldAt(schema, placeOf(schema, wrong.field));
  return field !== undefined && isLeaf(field);
};

/**
 * What the server did not take of a form: told at the fields, at the groups that hold them, and above the form in a list that leads to each.
 * @param name The form's name, with which the ids of its fields begin.
 */
export const useFailure = (form: FormInstance, name: string, schema: Schema | null) => {
  const { t } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const clear = useCallback(() => {
    setFailure(null);
    form.setFields(form.getFieldsError().map(field => ({ name: field.name, errors: [] })));
  }, [form]);
  const refused = (error: unknown) => {
    if (error instanceof Problem && error.fields.length > 0) {
      form.setFields(error.fields.filter(wrong => isShownAt(schema, wrong)).map(wrong => ({ name: placeOf(schema, wrong.field), errors: [wrong.message] })));
      setFailure({ fields: error.fields });
    } else setFailure({ text: error instanceof ServerAway ? t('task.away') : error instanceof Error ? error.message : String(error) });
  };
  const groupErrors = useMemo(
    () => new Map(failure && 'fields' in failure ? failure.fields.filter(wrong => !isShownAt(schema, wrong)).map(wrong => [placeOf(schema, wrong.field).join('.'), wrong.message] as const) : []),
    [failure, schema],
  );
  const summary: ReactNode = failure && <Summary failure={failure} name={name} schema={schema} />;
  return { clear, refused, groupErrors, summary };
};

const goTo = (name: string, path: Path) => {
  const target = document.getElementById(`${name}_${path.join('_')}`) ?? document.getElementById(`group-${path.join('-')}`);
  target?.scrollIntoView({ block: 'center' });
  (target?.matches('input, textarea, [tabindex]') ? target : target?.querySelector<HTMLElement>('input'))?.focus();
};

const Summary = ({ failure, name, schema }: { failure: Failure; name: string; schema: Schema | null }) => {
  const { t, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [failure]);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="errors">
      {'text' in failure ? (
        <p>{failure.text}</p>
      ) : (
        <>
          <p>{failure.fields.length > 1 ? t('task.wrong', { count: failure.fields.length }) : t('task.wrongOne')}</p>
          <ul>
            {failure.fields.map(wrong => (
              <li key={`${wrong.field} ${wrong.rule}`}>
                <a
                  href={`#${name}_${placeOf(schema, wrong.field).join('_')}`}
                  onClick={event => {
                    event.preventDefault();
                    goTo(name, placeOf(schema, wrong.field));
                  }}
                >
                  {labelOf(schema, placeOf(schema, wrong.field), language)}
                </a>
                : {wrong.message}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};
